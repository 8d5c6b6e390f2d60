// Saves a report by itself, the parts that have changed, and says when. Without it the buttons do.
// The form tells others how it stands: "unsaved" when something changes, "saved" when all is kept,
// "refused" with what is wrong.
(() => {
  const form = document.querySelector("[data-autosave]");
  const PAUSE = 2500, RETRY = 10000;

  if (form) {
    const status = form.querySelector("[data-saved]");
    const trouble = form.querySelector("[data-trouble]");
    const isAnswer = (control) => Boolean(control.name?.startsWith("answer-"));
    // Answers to comments are left to the buttons: answers.js keeps them until then.
    const answers = [...form.elements].filter(isAnswer);
    const unsent = () => answers.some((box) => box.value.trim());
    const dirty = new Map();
    const refusals = new Map(); // parts the server refused, with the version that it read
    let timer = 0, leaving = false, stopped = false;
    // The save that is under way, the button that waits for it, and whether that has saved before.
    let running = null, pressed = null, tried = false;

    const say = (words) => {
      const time = new Date().toLocaleTimeString(form.dataset.lang, { hour: "2-digit", minute: "2-digit" });
      status.textContent = words.replace("{time}", time);
    };

    const sayUnsaved = () => {
      if (!status.classList.contains("lost")) say(status.dataset.wordsUnsaved);
    };

    const saySaved = () => say(unsent() ? status.dataset.wordsUnanswered : status.dataset.wordsSaved);

    const show = (kind) => {
      for (const one of trouble.children) one.hidden = one.dataset[`trouble${kind}`] === undefined;
      status.classList.toggle("lost", Boolean(kind));
      if (kind) say(status.dataset.wordsUnsaved);
    };

    const isRefused = ([part, version]) => refusals.get(part) === version;
    const ready = () => new Map([...dirty].filter((one) => !isRefused(one)));

    const later = (pause) => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(save, pause);
    };

    const isSent = (control) => {
      if (!control.name || control.disabled || isAnswer(control)) return false;
      if (["checkbox", "radio"].includes(control.type) && !control.checked) return false;
      const box = control.closest("[data-only-with]")?.dataset.onlyWith;
      return !box || document.getElementById(box).checked;
    };

    const body = (parts) => {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.set("revision", form.elements.revision.value);
      for (const part of parts) {
        const controls = form.querySelector(`[data-part="${part}"]`).querySelectorAll("input, select, textarea");
        for (const control of controls) if (isSent(control)) data.append(control.name, control.value);
      }
      return data;
    };

    const send = (sent) =>
      fetch(form.dataset.autosave, { method: "POST", body: body(sent.keys()), redirect: "manual" });

    // A new sign-in in another tab leaves this page with an old token.
    const renew = async () => {
      const answer = await fetch(form.dataset.autosave, { redirect: "manual" });
      if (answer.type === "opaqueredirect") return "Login";
      if (!answer.ok) return "Locked";
      const facts = await answer.json();
      if (String(facts.person) !== form.dataset.person) return "Person";
      form.elements.csrfmiddlewaretoken.value = facts.token;
      return "";
    };

    // What was carried over is chosen about. A text that was dropped goes from here, too, or the
    // next post of the whole form would store it as one's own.
    const settle = (part, asSent) => {
      const block = form.querySelector(`[data-part="${part}"]`);
      const carried = block.querySelector("[data-carried]:has(:checked)");
      if (!carried) return;
      const text = block.querySelector(`textarea[name="${part}"]`);
      if (asSent && carried.querySelector("[value=drop]:checked")) text.value = "";
      const held = carried.contains(document.activeElement);
      carried.remove();
      if (held) (text ?? block.querySelector("summary")).focus();
    };

    const kept = (facts, sent) => {
      form.elements.revision.value = facts.revision;
      for (const [part, base] of Object.entries(facts.bases)) {
        const field = form.elements[`base-${part}`];
        if (field) field.value = base;
      }
      for (const [part, version] of sent) {
        settle(part, dirty.get(part) === version);
        if (dirty.get(part) === version) dirty.delete(part);
      }
      show([...dirty].some(isRefused) ? "Invalid" : "");
      if (dirty.size) {
        say(status.dataset.wordsUnsaved);
        if (ready().size) later(PAUSE);
      } else {
        saySaved();
        form.dispatchEvent(new Event("saved"));
      }
    };

    // What is wrong with one part keeps no other from being saved.
    const invalid = (errors, sent) => {
      const partOf = (name) => document.getElementById(name)?.closest("[data-part]")?.dataset.part;
      const parts = Object.keys(errors).map(partOf).filter((part) => sent.has(part));
      for (const part of parts.length ? parts : sent.keys()) refusals.set(part, sent.get(part));
      form.dispatchEvent(new CustomEvent("refused", { detail: errors }));
      show("Invalid");
      if (ready().size) later(300);
    };

    const refused = async (answer, sent) => {
      if (answer.status === 409) {
        const facts = await answer.json();
        stopped = true;
        show(facts.state ? "Locked" : "Conflict");
      } else if (answer.status === 422) {
        invalid((await answer.json()).errors, sent);
      } else {
        show("Offline");
        later(RETRY);
      }
    };

    async function sendParts() {
      const sent = ready();
      if (!status.classList.contains("lost")) say(status.dataset.wordsSaving);
      try {
        let answer = await send(sent);
        if (answer.type === "opaqueredirect" || answer.status === 403) {
          const why = await renew();
          if (why) {
            show(why);
            stopped = why === "Person";
            return;
          }
          answer = await send(sent);
        }
        if (answer.ok) kept(await answer.json(), sent);
        else await refused(answer, sent);
      } catch {
        show("Offline");
        later(RETRY);
      }
    }

    async function save() {
      clearTimeout(timer);
      if (!ready().size || running || stopped || leaving) return;
      running = sendParts();
      await running;
      running = null;
    }

    // A save of one's own that is still under way would be taken for somebody else's. What is not
    // saved yet is saved first: what is known to be saved need not be kept in the browser.
    const submitted = (event) => {
      leaving = true;
      clearTimeout(timer);
      if (!running && !tried && !stopped && ready().size) {
        tried = true;
        running = sendParts().then(() => { running = null; });
      }
      if (!running) {
        tried = false;
        return;
      }
      event.preventDefault();
      if (!pressed) running.then(press);
      pressed = event.submitter;
    };

    const press = () => {
      const button = pressed;
      pressed = null;
      form.requestSubmit(button);
    };

    const changed = (event) => {
      const part = event.target.closest?.("[data-part]")?.dataset.part;
      if (!part || isAnswer(event.target) || event.target.type === "search") return;
      dirty.set(part, (dirty.get(part) ?? 0) + 1);
      leaving = false; // whoever types is still here
      sayUnsaved();
      form.dispatchEvent(new Event("unsaved"));
      later(PAUSE);
    };

    for (const box of answers) box.addEventListener("input", sayUnsaved);
    form.addEventListener("input", changed);
    // No change of its own: "input" has told of it, and it may be saved by now.
    for (const done of ["change", "focusout"]) form.addEventListener(done, () => later(300));
    form.addEventListener("submit", submitted);
    addEventListener("pageshow", () => { leaving = false; }); // back again
    addEventListener("online", save);
    document.addEventListener("visibilitychange", save);
    addEventListener("focus", save);
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      if (dirty.size) save();
      else saySaved();
    });
    addEventListener("beforeunload", (event) => {
      if ((dirty.size || unsent()) && !leaving) event.preventDefault();
    });
  }
})();
