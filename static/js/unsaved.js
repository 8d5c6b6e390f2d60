// A form with data-unsaved asks before the page is left with text that was typed and not sent.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let sent = false;
  const typed = () => [...form.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && typed()) event.preventDefault();
  });
}
