// Says where a text that saves itself has something wrong, as the answer to a plain form does.
(() => {
  const form = document.querySelector("[data-autosave]");
  const list = form?.querySelector("[data-messages]");

  const row = (name, words) => {
    const item = document.createElement("li");
    const place = document.getElementById(name);
    const link = document.createElement("a");
    const label = place?.labels?.[0]?.textContent.trim().replace(/\s+/g, " ");
    link.href = `#${name}`;
    link.textContent = label ? `${label}: ${words}` : words;
    item.append(place ? link : words);
    return item;
  };

  const unmark = (control) => control.removeAttribute("aria-invalid");

  form?.addEventListener("refused", ({ detail: errors }) => {
    for (const one of form.querySelectorAll("[aria-invalid]")) unmark(one);
    for (const name of Object.keys(errors)) {
      const place = document.getElementById(name);
      if (place?.labels) place.setAttribute("aria-invalid", "true");
    }
    list.replaceChildren(...Object.entries(errors).map(([name, words]) => row(name, words.join(" "))));
  });
  form?.addEventListener("input", (event) => unmark(event.target));
})();
