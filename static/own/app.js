import { initAll } from "./govuk-frontend.min.js";
initAll();

// Autosave says when it last succeeded; when it cannot, it says that nothing is lost and why.
const saved = document.getElementById("saved");
if (saved) {
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target === saved) saved.innerHTML = event.detail.xhr.responseText;
  });
  document.body.addEventListener("htmx:sendError", () => {
    saved.textContent = "No connection. Keep this page open: it saves again with your next key.";
  });
}
// A page out of the memory of the browser holds a form that was sent already: ask for it anew.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Radios reveal what depends on them. The design system's own script puts aria-expanded on a
// radio, which its role does not allow.
for (const group of document.querySelectorAll("[data-module='app-radios']")) {
  const show = () => {
    for (const input of group.querySelectorAll("input[data-aria-controls]")) {
      const revealed = document.getElementById(input.dataset.ariaControls);
      revealed.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
    }
  };
  group.addEventListener("change", show);
  show();
}

// Before a session ends by itself it asks; every tab counts what was done in any of them.
const idle = document.getElementById("idle");
const limit = Number(document.body.dataset.idle) * 1000;
if (idle && limit) {
  const form = document.getElementById("idle-form");
  const text = document.getElementById("idle-text");
  const done = () => localStorage.setItem("seen", Date.now());
  done();
  document.body.addEventListener("htmx:afterOnLoad", done);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status === 204) {
      done();
      idle.close();
    } else {
      over();
    }
  });
  const over = () => {
    text.textContent = "You are signed out. What you have typed stays on this page: sign in in another tab, then send it.";
    form.hidden = true;
    if (!idle.open) idle.showModal();
    const leave = document.createElement("button");
    leave.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    leave.textContent = "Show the page";
    leave.addEventListener("click", () => idle.close());
    idle.append(leave);
    clearInterval(watch);
  };
  const watch = setInterval(() => {
    const quiet = Date.now() - Number(localStorage.getItem("seen"));
    if (quiet > limit) over();
    else if (quiet > limit - 120000) { if (!idle.open) idle.showModal(); }
    else if (idle.open) idle.close();
  }, 1000);
}
