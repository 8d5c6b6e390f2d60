// What the stock pages of the administration leave out for keyboards and screen readers: names of
// searchable lists, of fields in rows and of days and hours, and tables that scroll by themselves.
(() => {
  const called = (element) => element.textContent.trim().replace(/\s+/g, " ");

  const nameList = (frame) => {
    const select = frame.previousElementSibling;
    const label = select?.labels?.[0] ?? columnOf(select);
    // A list may hold nothing but its items; each of them can be taken away by itself.
    frame.querySelector("ul > .select2-selection__clear")?.remove();
    const shown = frame.querySelector(".select2-selection__rendered");
    if (!label || !shown) return;
    label.id ||= `label-${select.id}`;
    const names = `${label.id} ${shown.id}`.trim();
    frame.querySelector("[role=combobox]")?.setAttribute("aria-labelledby", names);
    if (shown.getAttribute("role") === "textbox") shown.setAttribute("aria-labelledby", names);
    frame.querySelector("input[type=search]")?.setAttribute("aria-labelledby", label.id);
  };

  // The heading of the column in which a field stands.
  const columnOf = (field) => {
    const cell = field?.closest(".tabular td");
    return cell?.closest("table").querySelector("thead tr")?.cells[cell.cellIndex];
  };

  const nameField = (field) => {
    if (field.labels?.length || field.hasAttribute("aria-label")) return;
    const hint = field.previousSibling; // before a day and before an hour stands which it is
    const words = [columnOf(field), field.closest("fieldset")?.querySelector("legend"),
      hint?.nodeType === Node.TEXT_NODE ? hint : null];
    const name = words.filter(Boolean).map(called).filter(Boolean).join(" ");
    if (name) field.setAttribute("aria-label", name);
    const help = field.getAttribute("aria-describedby");
    if (help && !document.getElementById(help)) field.removeAttribute("aria-describedby");
  };

  const asCell = (heading) => {
    const cell = document.createElement("td");
    cell.className = heading.className;
    heading.replaceWith(cell);
  };

  const frame = (scroller) => {
    if (scroller.scrollWidth <= scroller.clientWidth || scroller.tabIndex === 0) return;
    const heading = scroller.querySelector("h2, caption") ?? document.querySelector("h1");
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
    scroller.setAttribute("aria-label", called(heading));
  };

  const mend = () => {
    document.querySelectorAll(".select2-container").forEach(nameList);
    document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea), .datetime input")
      .forEach(nameField);
    document.querySelectorAll(".tabular th:empty").forEach(asCell);
    document.querySelectorAll(".results, .inline-group").forEach(frame);
  };

  // Lists are drawn when their library is ready and again when one is chosen; rows are added.
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  new ResizeObserver(mend).observe(document.body);
  document.addEventListener("toggle", mend, true);
  mend();
})();
