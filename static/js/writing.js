// A small toolbar above each text, which writes Markdown, and the preview the server makes of it.
(() => {
  const bar = document.querySelector("[data-toolbar-template]");

  const put = (area, text, from, to) => {
    area.focus();
    area.setSelectionRange(from, to);
    // Unlike setRangeText it can be undone.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const around = (area, mark) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const text = value.slice(from, to);
    put(area, mark + text + mark, from, to);
    if (!text) area.setSelectionRange(from + mark.length, from + mark.length);
  };

  const before = (area, mark) => {
    const { value } = area;
    const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = value.indexOf("\n", area.selectionEnd);
    const to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split("\n").map((line, place) => mark(place) + line);
    const apart = from > 0 && value[from - 2] !== "\n" ? "\n" : "";
    put(area, apart + lines.join("\n"), from, to);
  };

  const link = (area) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const address = prompt(bar.dataset.wordsLink, "https://");
    if (address) put(area, `[${value.slice(from, to) || address}](${address})`, from, to);
  };

  const INSERTS = {
    bold: (area) => around(area, "**"),
    italic: (area) => around(area, "*"),
    list: (area) => before(area, () => "- "),
    numbers: (area) => before(area, (place) => `${place + 1}. `),
    heading: (area) => before(area, () => "### "),
    link,
  };

  const preview = async (area, button) => {
    const box = area.parentElement.querySelector(".preview");
    const on = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!on));
    area.hidden = !on;
    box.hidden = on;
    if (on) return area.focus();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    data.set("text", area.value);
    const answer = await fetch(bar.dataset.preview, { method: "POST", body: data, redirect: "manual" });
    const text = answer.type === "opaqueredirect" ? "" : await answer.text();
    if (answer.ok) box.innerHTML = text; // cleaned by the server, as the published text is
    else box.textContent = text;
  };

  if (bar) {
    for (const area of document.querySelectorAll("textarea[data-writing]")) {
      const frame = document.createElement("div");
      frame.className = "writing";
      area.replaceWith(frame);
      frame.append(bar.content.cloneNode(true), area);
      const box = document.createElement("div");
      box.className = "preview passage";
      box.lang = area.lang;
      box.hidden = true;
      frame.append(box);
      frame.querySelector(".toolbar").addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button?.dataset.insert) INSERTS[button.dataset.insert](area);
        else if (button) preview(area, button);
      });
    }
  }
})();
