// What is typed is kept on the server while it is typed, also by somebody who never pauses.
//
// A form says where (hx-post) and that it is kept (hx-trigger="keep"); this file says when: after a short
// pause, and at most five seconds after the first key that is not kept yet. htmx sends one request of a form
// at a time and the newest after it. `nth` tells the server which of them is newer, should they overtake
// each other on the way.
const PAUSE = 700;
const CEILING = 5000;
const ANEW = 5000; // after a failure
const HOLD = 3000; // how long the sending of a form waits for the others of its page

const kept = [...document.querySelectorAll("form[hx-trigger='keep']")].map(watch);

function watch(form) {
  const onChange = form.dataset.keepOn === "change"; // it is saved for good: not with each key
  const self = { form, typed: 0, done: 0, first: 0, timer: 0, leaves: false };
  const status = document.querySelector(form.getAttribute("hx-target"));

  const send = () => {
    clearTimeout(self.timer);
    self.first = self.timer = 0;
    htmx.trigger(form, "keep");
  };
  const later = (pause) => {
    self.first ||= Date.now();
    clearTimeout(self.timer);
    self.timer = setTimeout(send, Math.max(0, Math.min(pause, self.first + CEILING - Date.now())));
  };
  const note = (event) => {
    self.typed += 1;
    if (!onChange || event.type === "change") later(onChange ? 200 : PAUSE);
  };
  form.addEventListener("input", note);
  if (onChange) form.addEventListener("change", note);

  let sending = 0;
  form.addEventListener("htmx:configRequest", (event) => {
    sending = event.detail.parameters.nth = self.typed;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const answer = event.detail.xhr.status;
    if (event.detail.successful) {
      self.done = Math.max(self.done, sending);
    } else if (answer === 0 || answer === 409 || answer >= 500) {
      self.first = 0;
      clearTimeout(self.timer);
      self.timer = setTimeout(send, ANEW);
    }
  });
  // It says when it last succeeded; when it cannot, it says that nothing is lost and why.
  form.addEventListener("htmx:responseError", (event) => { if (status) status.innerHTML = event.detail.xhr.responseText; });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(lost, () => {
      if (status) status.textContent = "No connection. Keep this page open: it is tried again every few seconds.";
    });
  }
  self.send = send;
  return self;
}

const held = new Set();
const waiting = (self) => !self.leaves && self.typed > self.done;

// Sending one form does not leave behind what stands half typed in another of the same page.
document.addEventListener("submit", (event) => {
  const others = kept.filter((self) => self.form !== event.target && waiting(self));
  if (event.defaultPrevented) return;
  if (held.has(event.target)) {
    event.preventDefault(); // a second click while the first one waits
    return;
  }
  if (others.length) {
    event.preventDefault();
    hold(event.target, event.submitter, others);
    return;
  }
  for (const self of kept) {
    if (self.form === event.target) {
      self.leaves = true; // it goes as a whole
      clearTimeout(self.timer);
    }
  }
});

async function hold(form, button, others) {
  held.add(form);
  const ends = Date.now() + HOLD;
  others.forEach((self) => self.send());
  while (others.some(waiting) && Date.now() < ends) await new Promise((go) => { setTimeout(go, 30); });
  held.delete(form);
  others.forEach((self) => { self.leaves = true; }); // whatever came of it, the page goes on
  form.requestSubmit(button);
}

// The page goes: closed, left by a link, or by Back. What is not kept yet is sent without waiting.
window.addEventListener("pagehide", () => {
  for (const self of kept.filter(waiting)) {
    clearTimeout(self.timer);
    const body = new URLSearchParams(new FormData(self.form));
    body.set("nth", self.typed);
    const how = { method: "POST", body, headers: { "HX-Request": "true" } };
    const where = self.form.getAttribute("hx-post");
    // A browser takes 64 kB for a page that has gone.
    fetch(where, { ...how, keepalive: true }).catch(() => fetch(where, how).catch(() => {}));
  }
});
// A page out of the memory of the browser holds a form that was sent already: ask for it anew.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
