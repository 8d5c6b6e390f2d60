/* Says that the session will end for want of use, ten minutes before. Any request keeps it: the
   link is followed in the background, so that what is being written stays on the page. */
(function () {
  const notice = document.querySelector("[data-idle]");
  if (!notice) return;
  const wait = Math.max(Number(notice.dataset.idle) - 600, 60) * 1000;
  let timer;
  function start() {
    notice.hidden = true;
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
  start();
})();
