// A form with data-unsaved asks before the page is left with text that was typed, or files chosen, and not sent.
// It says "kept" where the page came back with texts that an earlier press did not save either.
const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
const WORDS = ["textarea", "text", "url"];
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let sent = false;
  const saved = (one) => (form.dataset.unsaved === "kept" && WORDS.includes(one.type) ? "" : one.defaultValue);
  const typed = () => [...form.querySelectorAll(TYPED)].some((one) => one.value !== saved(one));
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && typed()) event.preventDefault();
  });
}
