// A part is saved by its buttons. What is typed before that is kept by kept_text.js, which listens.
for (const form of document.querySelectorAll("form[data-by-hand]")) {
  form.addEventListener("input", () => form.dispatchEvent(new Event("unsaved")));
}
