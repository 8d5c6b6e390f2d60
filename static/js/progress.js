// Fetches the page again while an import is on its way; without it a link does the same.
const shown = document.querySelector("[data-refresh]");
const seconds = Number(shown?.dataset.refresh);

async function refresh() {
  const response = await fetch(location.href, { credentials: "same-origin" });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.querySelector("[data-refresh]");
  if (!next || !next.dataset.refresh) {
    location.reload();
    return;
  }
  document.querySelector(".import-state").replaceWith(page.querySelector(".import-state"));
  setTimeout(refresh, seconds * 1000);
}

if (seconds) setTimeout(refresh, seconds * 1000);
