import { initAll } from "./govuk-frontend.min.js";
initAll();

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
