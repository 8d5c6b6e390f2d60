// Finds a paragraph in the list by number or word, ticks the one a mark is chosen for, and counts.
(() => {
  const list = document.querySelector("[data-part='citations']");
  const box = list?.querySelector("[data-filter]");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  if (box) {
    const field = box.querySelector("input");
    const count = box.querySelector("[role='status']");
    const rows = [...list.querySelectorAll(".picks > li")];
    const texts = new Map(rows.map((row) => {
      const number = row.id.replace("pick-", "");
      const mandate = document.getElementById(`mandate-${number}`)?.querySelector(".passage")?.textContent ?? "";
      return [row, plain(`${row.querySelector(".pick").textContent} ${mandate}`)];
    }));
    const folded = new Map([...list.querySelectorAll("[data-group]")].map((group) => [group, group.open]));
    box.hidden = rows.length < 8;

    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const row of rows) {
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        found += !row.hidden;
      }
      for (const [group, open] of folded) {
        group.hidden = !group.querySelector(".picks > li:not([hidden])");
        group.open = words.length ? true : open;
      }
      count.textContent = words.length ? (found === 1 ? count.dataset.wordsOne : count.dataset.words.replace("{n}", found)) : "";
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  const recount = () => {
    for (const said of list.querySelectorAll("[data-ticked]")) {
      const place = said.closest("[data-group]") ?? list;
      const words = said.dataset.ticked.replace("{ticked}", place.querySelectorAll(".pick > input:checked").length);
      if (said.textContent !== words) said.textContent = words;
    }
  };

  list?.addEventListener("input", recount);
  list?.addEventListener("change", (event) => {
    const more = event.target.closest(".pick-more");
    if (more && event.target.value) more.closest("li").querySelector(".pick > input").checked = true;
    recount();
  }, true);
})();
