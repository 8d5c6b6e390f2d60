// In a form with data-keys, Ctrl (or Command) and Enter press the button with data-key="Ctrl+Enter".
for (const form of document.querySelectorAll("form[data-keys]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[data-key="Ctrl+Enter"]'));
  });
}
