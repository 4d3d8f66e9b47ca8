// A security key or passkey, in the form it belongs to. The ceremony is the sign-in library's.
const { authenticateForm, addForm } = window.allauth.webauthn.forms;
const shown = document.getElementById("with-key");
const ids = { credential: "id_credential", data: "key-data" };
if (shown && window.PublicKeyCredential) {
  shown.hidden = false;
  if (document.getElementById("use-key")) authenticateForm({ ids: { ...ids, authenticate: "use-key" } });
  if (document.getElementById("add-key")) addForm({ ids: { ...ids, add: "add-key" } });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const said = document.getElementById("key-said") ?? Object.assign(document.createElement("p"), { id: "key-said" });
    said.className = "govuk-error-message";
    said.setAttribute("role", "alert");
    said.textContent = "The key was not read. Nothing was done. Try again, or use a code.";
    shown.append(said);
  });
}
