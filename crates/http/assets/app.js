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

// Whoever works on one page for long is told before the sign-in ends, and can stay. Other open pages put the end off too: they
// tell each other.
const ending = document.querySelector("[data-idle]");
if (ending) {
  const WARN = 5 * 60_000;
  const [words, stay] = ending.children;
  const { idle, left } = ending.dataset;
  const last = Date.now() + left * 1000;
  const put = () => localStorage.setItem("postup-ends", Math.min(last, Date.now() + idle * 1000));
  put();
  const watch = () => {
    const ends = Math.min(last, Number(localStorage.getItem("postup-ends")));
    const rest = ends - Date.now();
    ending.hidden = rest > WARN;
    stay.hidden = rest <= 0 || ends === last;
    const said = rest <= 0 ? ending.dataset.over : ends === last ? ending.dataset.final : ending.dataset.soon;
    const time = new Date(ends).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = ending.hidden ? "" : said.replace("{time}", time);
    // Said once, not at every look.
    if (words.textContent !== text) words.textContent = text;
  };
  stay.addEventListener("click", async () => {
    const answer = await fetch("/api/v1/me").catch(() => null);
    if (answer?.ok) put();
    watch();
  });
  watch();
  setInterval(watch, 5_000);
}
