/* Says that the session will end for want of use, ten minutes before. Any request keeps it: the
   link is followed in the background, so that what is being written stays on the page. */
(function () {
  const notice = document.querySelector("[data-idle]");
  if (!notice) return;
  const wait = Math.max(Number(notice.dataset.idle) - 600, 60) * 1000;
  let timer, last;
  function start() {
    const held = notice.contains(document.activeElement);
    notice.hidden = true;
    if (held) (last?.isConnected ? last : document.getElementById("main")).focus();
    clearTimeout(timer);
    timer = setTimeout(() => { notice.hidden = false; }, wait);
  }
  function stay(event) {
    const link = event.currentTarget;
    event.preventDefault();
    fetch(link.href, { method: "HEAD", redirect: "manual", credentials: "same-origin" }).then(
      (answer) => { if (answer.ok) start(); else leave(link); },
      () => {}
    );
  }
  /* Too late: signing in happens in another tab, and this page keeps what was typed. */
  function leave(link) {
    link.removeEventListener("click", stay);
    link.target = "_blank";
  }
  notice.querySelector("[data-stay]").addEventListener("click", stay);
  document.addEventListener("focusin", (event) => {
    if (!notice.contains(event.target)) last = event.target;
  });
  document.addEventListener("saved", start, true); /* a text that saved itself: a request, too */
  start();
})();
