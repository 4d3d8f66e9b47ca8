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
