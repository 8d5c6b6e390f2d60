// Leaves filters that are not set out of the address, so that it can be read and shared.
(() => {
  const unset = (form) => [...form.elements].filter((control) => control.name && !control.value);

  addEventListener("submit", ({ target }) => {
    if (target.matches("form.filters")) for (const control of unset(target)) control.disabled = true;
  });

  // Back from the next page they are to be used again.
  addEventListener("pageshow", () => {
    for (const control of document.querySelectorAll("form.filters :disabled")) control.disabled = false;
  });
})();
