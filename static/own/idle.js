// Before a session ends by itself it asks; every tab counts what was done in any of them. Whoever types is
// there, in whatever form, and whoever closes the question has answered it.
const idle = document.getElementById("idle");
const limit = Number(document.body.dataset.idle) * 1000;
const WARN = 120000; // before the end
const TOLD_EVERY = Math.min(60000, limit / 4); // by typing

if (idle && limit) {
  const form = document.getElementById("idle-form");
  const text = document.getElementById("idle-text");
  const quiet = () => Date.now() - Number(localStorage.getItem("seen"));
  const done = () => localStorage.setItem("seen", Date.now());
  let ended = false;
  let asked = 0; // and not answered
  done();
  document.body.addEventListener("htmx:afterOnLoad", done);

  const stay = async () => {
    asked = Date.now();
    const how = { method: "POST", body: new FormData(form), redirect: "manual" };
    const answer = await fetch(form.action, how).catch(() => null);
    if (answer === null) return; // no connection: asked again, and the server decides
    if (answer.status === 204) {
      done();
      asked = 0;
      idle.close();
    } else {
      over();
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  // Escape: they are there. Without a connection it asks again, but not at once.
  idle.addEventListener("cancel", () => { if (!ended) stay(); });
  const types = () => {
    if (!ended && !idle.open && quiet() > TOLD_EVERY && Date.now() - asked > TOLD_EVERY) stay();
  };
  for (const kind of ["input", "keydown"]) document.addEventListener(kind, types, { capture: true, passive: true });

  const over = () => {
    if (ended) return;
    ended = true;
    clearInterval(watch);
    text.textContent = "You are signed out. What you have typed stays on this page: sign in in another tab, then send it.";
    form.hidden = true;
    if (!idle.open) idle.showModal();
    const leave = document.createElement("button");
    leave.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    leave.textContent = "Show the page";
    leave.addEventListener("click", () => idle.close());
    idle.append(leave);
  };
  const watch = setInterval(() => {
    if (quiet() > limit) over();
    else if (quiet() > limit - WARN) { if (!idle.open && Date.now() - asked > TOLD_EVERY) idle.showModal(); }
    else if (idle.open) idle.close();
  }, 1000);
}
