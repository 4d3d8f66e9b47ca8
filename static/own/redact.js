// Words selected with mouse or keyboard are put into the form that withholds something of that text.
document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const words = chosen.toString();
  const said = words.trim() && chosen.anchorNode?.parentElement?.closest(".app-words");
  if (!said || !said.contains(chosen.focusNode)) return;
  const text = said.closest(".app-text");
  const form = text.querySelector("[data-words]");
  if (!form || form.contains(document.activeElement) || form === document.activeElement) return;
  text.querySelector(".app-text__more").open = true;
  form.value = words.trim();
});
