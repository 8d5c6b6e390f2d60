// Suggests names while somebody types in a search field (combobox pattern of ARIA 1.2: focus stays
// in the field, arrows move through the list). Without this script it is a plain form.
(() => {
  for (const field of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("ul");
    const said = document.createElement("p");
    let asked = 0, timer = 0, active = -1;
    list.id = `${field.id}-names`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.suggestLabel);
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    field.form.append(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (number) => {
      const options = [...list.children];
      active = options.length ? (number + options.length + 1) % (options.length + 1) : -1;
      if (active === options.length) active = -1; // between the last and the first: the field itself
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
      if (active < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", options[active].id);
        options[active].scrollIntoView({ block: "nearest" });
      }
    };
    const show = (rows) => {
      list.replaceChildren(...rows.map((row, n) => {
        const option = document.createElement("li");
        const name = document.createElement("span");
        const kind = document.createElement("span");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = row.url;
        name.textContent = row.also ? `${row.text} (${row.also})` : row.text;
        kind.textContent = row.kind;
        kind.className = "quiet";
        option.append(name, " ", kind);
        return option;
      }));
      list.hidden = !rows.length;
      active = -1;
      field.setAttribute("aria-expanded", String(rows.length > 0));
      field.removeAttribute("aria-activedescendant");
      said.textContent = rows.length ? field.dataset.suggestCount.replace("{n}", rows.length) : "";
    };
    const ask = async () => {
      const words = field.value.trim(), number = ++asked;
      if (words.length < 2) return close();
      try {
        const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(words)}`);
        const { suggestions } = await answer.json();
        if (number === asked && document.activeElement === field) show(suggestions);
      } catch { close(); }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      if (event.key === "ArrowDown") choose(active + 1);
      else if (event.key === "ArrowUp") choose(active < 0 ? list.children.length - 1 : active - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
      else return;
      event.preventDefault();
    });
    field.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role='option']");
      if (!option) return;
      event.preventDefault();
      location.assign(option.dataset.url);
    });
  }
})();
