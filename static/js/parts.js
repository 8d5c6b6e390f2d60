// A part is saved by its buttons. What is typed before that is kept by kept_text.js, which listens; the
// page says so.
for (const form of document.querySelectorAll("form[data-by-hand]")) {
  const status = form.querySelector("[data-saved]");
  form.addEventListener("input", () => form.dispatchEvent(new Event("unsaved")));
  form.addEventListener("kept", () => {
    const time = new Date().toLocaleTimeString(form.dataset.lang, { hour: "2-digit", minute: "2-digit" });
    const words = status.dataset.words.replace("{time}", time);
    if (status.textContent !== words) status.textContent = words; // told once a minute, not at each key
  });
}
