// Says how far something on its way is, by fetching the page again; without it a link does the same.
(() => {
  const shown = document.querySelector("[data-refresh]");
  const seconds = Number(shown?.dataset.refresh);

  // In its place, so that the focus stays and the change is told.
  const take = (page) => {
    const label = ".import-state label", bar = ".import-state progress";
    const words = page.querySelector(label).textContent;
    if (document.querySelector(label).textContent !== words) document.querySelector(label).textContent = words;
    for (const name of ["max", "value"]) {
      const value = page.querySelector(bar).getAttribute(name);
      if (value) document.querySelector(bar).setAttribute(name, value);
      else document.querySelector(bar).removeAttribute(name);
    }
  };

  // Whether to look again. A portal that does not answer may do so next time; who is signed out
  // follows the link.
  const look = async () => {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return !response.redirected;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const isOnItsWay = Boolean(page.querySelector("[data-refresh]")?.dataset.refresh);
    if (isOnItsWay) take(page);
    else location.reload();
    return isOnItsWay;
  };

  const refresh = async () => {
    if (await look().catch(() => true)) setTimeout(refresh, seconds * 1000);
  };

  if (seconds) setTimeout(refresh, seconds * 1000);
})();
