// Small comforts. Every page works without this file.
"use strict";

// Show or hide a password; the button is not there without scripts.
for (const field of document.querySelectorAll("[data-password]")) {
  const input = field.querySelector("input");
  const button = field.querySelector("button");
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.hide : show;
    input.focus();
  });
  // Whatever was shown is sent as a password again, so that browsers keep it as one.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}

// The error summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// A form is sent once, however often the button is pressed. Coming back to the page frees it.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Whoever signs in on a device of somebody else does not find their registers where there is no network.
const { person } = document.documentElement.dataset;
if (person && localStorage.getItem("postup-owner") !== person) localStorage.removeItem("postup-owner");

// Work that goes on is looked at again by itself; when it is over, the whole page is.
const live = document.querySelector("[data-live]");
const look = async () => {
  const answer = await fetch(live.dataset.live).catch(() => null);
  if (!answer?.ok) return setTimeout(look, 5000);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (!fresh) return location.replace(live.dataset.live);
  if (fresh.textContent !== live.textContent) live.replaceChildren(...fresh.childNodes);
  setTimeout(look, 2000);
};
if (live) setTimeout(look, 1000);
