// Shows the buttons that copy a text (data-copy names its element) and says that it was done.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const source = document.getElementById(button.dataset.copy);
    const told = document.getElementById(button.dataset.told);
    if (!source) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = (words) => { if (told) told.textContent = words; };
      try {
        await navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, " "));
        said(button.dataset.done);
      } catch {
        getSelection().selectAllChildren(source); // so that the reader's own keys copy it
        said(button.dataset.failed);
      }
    });
  });
})();
