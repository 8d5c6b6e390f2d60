// An answer to a comment is saved by the buttons alone. Until then it is kept in this browser, and put
// back into its box when the page is opened again.
(() => {
  const form = document.querySelector("[data-autosave][data-person]");
  const boxes = form ? [...form.elements].filter((one) => one.name?.startsWith("answer-")) : [];

  if (boxes.length) {
    const key = `draft:${form.dataset.person}:${form.dataset.report}:answers`;
    const plain = (text) => text.replace(/\s+/g, " ").trim();

    const isSaved = (box, text) =>
      [...box.closest("li").querySelectorAll("ul .text")].some((one) => plain(one.textContent) === plain(text));

    const remembered = () => {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {};
      }
    };

    const keep = () => {
      const typed = boxes.filter((box) => box.value.trim()).map((box) => [box.name, box.value]);
      try {
        if (typed.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
        else localStorage.removeItem(key);
      } catch {
        // No room, or storage is off: the page itself still holds the text.
      }
    };

    const kept = remembered();
    for (const box of boxes) {
      const text = kept[box.name] ?? "";
      if (!box.value && !isSaved(box, text)) box.value = text;
      box.addEventListener("input", keep);
    }
    keep();
  }
})();
