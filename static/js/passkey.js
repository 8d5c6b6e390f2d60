/* Binds a button with data-passkey ("add" or "use") to the login library's own script: its
   options are in data-options, the field for the answer is named by data-credential. */
(function () {
  const forms = window.allauth.webauthn.forms;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const ids = { add: button.id, authenticate: button.id, credential: button.dataset.credential };
    const bind = button.dataset.passkey === "add" ? forms.addForm : forms.authenticateForm;
    bind({ ids, data: JSON.parse(button.dataset.options) });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const said of document.querySelectorAll("[data-passkey-failed]")) said.hidden = false;
  });
})();
