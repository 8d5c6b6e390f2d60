// Keeps what is not saved yet in this browser, under the person and the report, and offers it again.
// It tells the form by "kept" whenever it has done so.
(() => {
  const written = document.querySelector("[data-autosave][data-person]");

  if (written) {
    const key = `draft:${written.dataset.person}:${written.dataset.report}`;
    const notice = written.querySelector("[data-kept]");
    const touched = new Set();

    const isAnswer = (control) => Boolean(control.name?.startsWith("answer-")); // kept by answers.js
    const ticks = (control) => ["checkbox", "radio"].includes(control.type);
    const controls = (part) =>
      [...written.querySelectorAll(`[data-part="${part}"] :is(input, select, textarea)`)]
        .filter((one) => one.name && !isAnswer(one) && (one.type !== "hidden" || one.name.startsWith("base-")));
    const label = (control) => (control.type === "radio" ? `${control.name}=${control.value}` : control.name);

    const keep = () => {
      const fields = {};
      for (const part of touched) {
        for (const one of controls(part)) fields[label(one)] = ticks(one) ? one.checked : one.value;
      }
      const facts = { at: Date.now(), revision: written.elements.revision.value, parts: [...touched], fields };
      try {
        localStorage.setItem(key, JSON.stringify(facts));
        written.dispatchEvent(new Event("kept"));
      } catch {
        // No room, or storage is off: the page itself still holds the text.
      }
    };

    const remembered = () => {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    };

    const forget = () => localStorage.removeItem(key);

    const differing = (facts) =>
      facts.parts.flatMap(controls).filter((one) => {
        const value = facts.fields[label(one)];
        if (one.type === "hidden" || value === undefined) return false;
        const same = (text) => text.replaceAll("\r\n", "\n").trimEnd();
        return ticks(one) ? one.checked !== value : same(one.value) !== same(value);
      });

    const take = (facts) => {
      // On top of the revision it was written on: when that has passed, both texts are shown.
      written.elements.revision.value = facts.revision;
      for (const one of facts.parts.flatMap(controls)) {
        const value = facts.fields[label(one)];
        if (value === undefined) continue;
        if (ticks(one)) one.checked = value;
        else one.value = value;
        const folded = one.closest("details");
        if (folded && value && one.type !== "hidden") folded.open = true;
      }
      for (const part of facts.parts) controls(part).at(-1)?.dispatchEvent(new Event("input", { bubbles: true }));
    };

    written.addEventListener("unsaved", keep);
    written.addEventListener("input", (event) => {
      const part = event.target.closest?.("[data-part]")?.dataset.part;
      if (part && !isAnswer(event.target)) touched.add(part);
    }, true);
    written.addEventListener("submit", () => { if (touched.size) keep(); });
    written.addEventListener("saved", () => {
      touched.clear();
      forget();
    });

    const facts = remembered();
    if (facts && differing(facts).length) {
      const time = new Date(facts.at).toLocaleString(written.dataset.lang, { dateStyle: "short", timeStyle: "short" });
      const words = notice.querySelector("[data-words]");
      words.textContent = words.dataset.words.replace("{time}", time);
      notice.hidden = false;
      const close = () => {
        notice.hidden = true;
        written.querySelector("textarea")?.focus();
      };
      notice.querySelector("[data-take]").addEventListener("click", () => { take(facts); close(); });
      notice.querySelector("[data-drop]").addEventListener("click", () => { forget(); close(); });
    } else if (facts) {
      forget();
    }
  }
})();
