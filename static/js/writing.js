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

  // In front of each line, after an empty one; `same` are lines that it goes on with.
  const before = (area, mark, same) => {
    const { value } = area;
    const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = value.indexOf("\n", area.selectionEnd);
    const to = end < 0 ? value.length : end;
    const lines = value.slice(from, to).split("\n").map((line, place) => mark(place) + line);
    const above = value.slice(value.lastIndexOf("\n", from - 2) + 1, Math.max(from - 1, 0));
    const apart = above && !same?.test(above) ? "\n" : "";
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
    list: (area) => before(area, () => "- ", /^- /),
    numbers: (area) => before(area, (place) => `${place + 1}. `, /^\d+\. /),
    heading: (area) => before(area, () => "### "),
    link,
  };

  const turn = (frame, isShown) => {
    frame.querySelector("[aria-pressed]").setAttribute("aria-pressed", String(isShown));
    for (const button of frame.querySelectorAll("[data-insert]")) button.disabled = isShown;
    frame.querySelector("textarea").hidden = isShown;
    frame.querySelector(".preview").hidden = !isShown;
  };

  // Cleaned by the server, as the published text is. Throws the words that say why there is none.
  const rendered = async (area) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    data.set("text", area.value);
    const sent = fetch(bar.dataset.preview, { method: "POST", body: data, redirect: "manual" });
    const answer = await sent.catch(() => null);
    if (answer?.ok) return answer.text();
    throw answer?.status === 400 ? await answer.text() : bar.dataset.wordsFailed;
  };

  const preview = async (frame) => {
    const area = frame.querySelector("textarea");
    const status = frame.querySelector("[role=status]");
    status.textContent = "";
    if (area.hidden) {
      turn(frame, false);
      area.focus();
      return;
    }
    try {
      frame.querySelector(".preview").innerHTML = await rendered(area);
      turn(frame, true);
    } catch (words) {
      status.textContent = words; // the text stands where it stood
    }
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
      const status = document.createElement("p");
      status.className = "hint";
      status.setAttribute("role", "status");
      frame.append(status, box);
      frame.querySelector(".toolbar").addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button?.dataset.insert) INSERTS[button.dataset.insert](area);
        else if (button) preview(frame);
      });
    }
  }
})();
