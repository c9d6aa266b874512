// The register on a device: every tap goes into the log at once, the courier delivers it when there is a network. On a page
// of the server this takes the place of the button "Save"; without a network the service worker shows a page that this
// file fills from what is kept here.
"use strict";

import { Log, uuid } from "./log.js";
import { Courier } from "./courier.js";

const OWNER = "postup-owner";
const FRESH = 60_000;
const SLOWLY = 800;
const LITTLE = 5_000_000;

const device = document.querySelector("[data-device]");
const word = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), device.dataset[name]);
const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

class Desk {
  #slow = new Map();
  #turn = Promise.resolve();
  #begun = Date.now();

  constructor(log) {
    this.log = log;
    this.courier = new Courier(log, () => this.show());
  }

  async begin() {
    navigator.storage?.persist?.();
    this.#guardSignOut();
    const form = document.querySelector("form[data-register]");
    const shell = document.querySelector("[data-shell]");
    if (form) await this.attend(form.dataset.register, form);
    if (shell) await this.open(shell);
    await this.show();
    if (!((await this.log.taken()) > Date.now() - FRESH)) {
      navigator.serviceWorker?.controller?.postMessage("provide");
      await this.courier.fetch();
      if (shell) await this.open(shell);
    }
    await this.courier.go();
  }

  /** Listens to the rows of a register, which show what waits here on top of what the server said. */
  async attend(session, root) {
    this.session = session;
    this.root = root;
    for (const row of root.querySelectorAll("[data-enrollment]")) {
      row.addEventListener("change", (event) => this.#chosen(row, event.target));
      row.addEventListener("pointerdown", () => { row.dataset.pointed = "yes"; });
      row.addEventListener("keydown", () => { delete row.dataset.pointed; });
      row.addEventListener("focusout", () => this.#hurry(row));
    }
    addEventListener("pagehide", () => { for (const row of this.#slow.keys()) this.#hurry(row); });
    // Everything is kept as it is chosen; a form sent besides would say it twice.
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.courier.go();
    });
    for (const button of root.querySelectorAll("[data-without-script]")) button.hidden = true;
    await this.#everyone(session, root);
    for (const mark of await this.log.waiting()) {
      const row = mark.session_id === session && root.querySelector(`[data-enrollment="${mark.enrollment_id}"]`);
      if (row) this.#choose(row, mark);
    }
    this.#call(root);
  }

  /** Everybody present, then the exceptions; where a page shows only some of the people, the server does it. */
  async #everyone(session, root) {
    const rows = [...root.querySelectorAll("[data-enrollment]")];
    const register = await this.log.register(session);
    if (!register || register.people.length !== rows.length) return;
    for (const asked of document.querySelectorAll("[data-everyone]")) {
      asked.addEventListener(asked.localName === "form" ? "submit" : "click", async (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        for (const row of rows.filter((one) => !one.querySelector("input:checked"))) {
          this.#choose(row, { kind: "present" });
          this.#turn = this.#turn.then(() => this.#mark(row));
        }
        await this.#turn;
      }, { capture: true });
    }
  }

  #choose(row, { kind, minutes }) {
    for (const radio of row.querySelectorAll("input[type=radio]")) radio.checked = radio.value === kind;
    const field = row.querySelector("input[inputmode]");
    if (field) field.value = minutes ?? "";
  }

  /** Whoever goes through the choices with arrow keys has not chosen yet; a finger has. */
  #chosen(row, target) {
    if (!target.name?.startsWith("kind-") && !target.name?.startsWith("minutes-")) return;
    clearTimeout(this.#slow.get(row));
    if (row.dataset.pointed) {
      this.#slow.set(row, 0);
      this.#hurry(row);
    } else {
      this.#slow.set(row, setTimeout(() => this.#hurry(row), SLOWLY));
    }
  }

  #hurry(row) {
    if (!this.#slow.has(row)) return;
    clearTimeout(this.#slow.get(row));
    this.#slow.delete(row);
    // One after the other, so that each knows the one before.
    this.#turn = this.#turn.then(() => this.#mark(row));
  }

  /** What stands for a person: the last mark that waits here, or else what the server knows. */
  async #stands(row, person) {
    const waits = (await this.log.waiting())
      .filter((mark) => mark.session_id === this.session && mark.enrollment_id === person && !mark.refused);
    if (waits.length > 0) return waits.pop();
    const kept = (await this.log.register(this.session))?.people.find((one) => one.enrollment_id === person);
    if (kept?.own > this.#begun) return { id: kept.mark_id, kind: kept.status, minutes: kept.minutes };
    const [id, kind, minutes] = row.querySelector("[data-seen]")?.value.split(" ") ?? [];
    return { id, kind, minutes: minutes ? Number(minutes) : undefined };
  }

  async #mark(row) {
    const kind = row.querySelector("input[type=radio]:checked")?.value;
    if (!kind) return;
    const typed = row.querySelector("input[inputmode]")?.value.trim() ?? "";
    const minutes = /^\d{1,4}$/.test(typed) && Number(typed) <= 1440 ? Number(typed) : undefined;
    const person = row.dataset.enrollment;
    const stands = await this.#stands(row, person);
    if (stands.kind === kind && stands.minutes === minutes) return;
    const select = this.root.querySelector("select[name=reason]");
    const reason = select?.value ? select.selectedOptions[0].textContent : word("atOnce");
    const mark = {
      id: uuid(),
      session_id: this.session,
      enrollment_id: person,
      kind,
      minutes,
      replaces: stands.id || null,
      reason: stands.id ? reason : undefined,
      device_at: new Date().toISOString(),
      name: row.querySelector("h3")?.textContent,
    };
    try {
      await this.log.append(mark);
    } catch (error) {
      this.#choose(row, stands);
      alert(error?.name === "QuotaExceededError" ? word("full") : word("notKept"));
      return;
    }
    await this.show();
    if (row.dataset.pointed) this.#next?.();
    this.courier.go();
  }

  /** One person at a time, with large buttons. */
  #next = null;
  #call(root) {
    const toggle = root.querySelector("[data-roll]");
    const list = root.querySelector(".entries");
    if (!toggle || !list || toggle.dataset.ready) return;
    toggle.dataset.ready = "yes";
    // Both at once, so that nothing below moves.
    for (const link of toggle.parentElement.querySelectorAll("a")) link.hidden = true;
    toggle.hidden = false;
    const rows = [...list.children];
    const show = (index) => {
      const at = Math.min(Math.max(index, 0), rows.length - 1);
      rows.forEach((row, number) => row.toggleAttribute("data-here", number === at));
      rows[at].querySelector("input[type=radio]:checked, input[type=radio]")?.focus();
      root.querySelector("[data-place]").textContent = word("place", { number: at + 1, all: rows.length });
    };
    const here = () => rows.findIndex((row) => row.hasAttribute("data-here"));
    toggle.addEventListener("click", () => {
      const on = list.classList.toggle("roll");
      toggle.setAttribute("aria-pressed", String(on));
      root.querySelector("[data-steps]").hidden = !on;
      this.#next = on ? () => show(here() + 1) : null;
      if (on) show(Math.max(rows.findIndex((row) => !row.querySelector("input:checked")), 0));
    });
    root.querySelector("[data-step='-1']").addEventListener("click", () => show(here() - 1));
    root.querySelector("[data-step='1']").addEventListener("click", () => show(here() + 1));
  }

  /** Says what is not delivered, since when, and why. */
  async show() {
    const all = await this.log.waiting();
    const marks = all.filter((mark) => !mark.refused);
    const parts = [marks.length ? word("waiting", { count: marks.length, time: clock(marks[0].device_at) }) : word("delivered")];
    if (marks.length && this.courier.state === "offline") parts.push(word("offline"));
    parts.push(...new Set(this.courier.troubles.values()));
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota - usage < LITTLE) parts.push(word("little"));
    for (const place of document.querySelectorAll("[data-delivery]")) {
      place.textContent = parts.join(" · ");
      place.classList.toggle("caution", marks.length > 0);
    }
    const asks = marks.length > 0 && this.courier.state === "sign-in";
    for (const link of document.querySelectorAll("[data-sign-in]")) link.hidden = !asks;
    await this.#bar(all);
    this.#refused(all.filter((mark) => mark.refused));
    if (this.root) {
      for (const row of this.root.querySelectorAll("[data-enrollment]")) {
        const waits = marks.some((mark) => mark.session_id === this.session && mark.enrollment_id === row.dataset.enrollment);
        row.toggleAttribute("data-waits", waits);
      }
    }
  }

  async #bar(all) {
    const bar = document.querySelector("[data-bar]");
    const register = this.session && (await this.log.register(this.session));
    if (!bar || !register) return;
    const ours = new Set(all.filter((mark) => mark.session_id === this.session).map((mark) => mark.enrollment_id));
    const marked = register.people.filter((person) => person.status || ours.has(person.enrollment_id)).length;
    bar.textContent = word("bar", { marked, people: register.people.length });
  }

  #refused(marks) {
    const list = document.querySelector("[data-refused]");
    if (!list) return;
    list.hidden = marks.length === 0;
    list.querySelector("ul").replaceChildren(...marks.map((mark) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "word", textContent: word("dismiss") });
      button.addEventListener("click", async () => {
        await this.log.dismiss(mark.number);
        await this.show();
      });
      item.append(`${mark.name ?? ""} ${mark.kind} ${clock(mark.device_at)}: ${mark.refused} `, button);
      return item;
    }));
  }

  /** The page without a network: the list of registers, or the one that the address names. */
  async open(shell) {
    const registers = await this.log.registers();
    const named = /^\/teach\/sessions\/([0-9a-f-]{36})$/.exec(location.pathname)?.[1] ?? location.hash.slice(1);
    const register = registers.find((one) => one.session_id === named);
    const language = document.documentElement.lang;
    const when = (one) => new Date(one.starts_at).toLocaleString(language, { dateStyle: "full", timeStyle: "short", timeZone: one.time_zone });
    const list = shell.querySelector("[data-registers]");
    list.replaceChildren(...registers.map((one) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      Object.assign(link, { href: `/teach/sessions/${one.session_id}`, textContent: one[`title_${language}`] });
      const line = document.createElement("p");
      line.textContent = `${when(one)} · ${one.cohort_code}`;
      item.append(link, line);
      return item;
    }));
    shell.querySelector("[data-nothing]").hidden = registers.length > 0;
    if (!register || this.session) return;
    shell.querySelector("[data-list]").hidden = true;
    shell.querySelector("h1").textContent = register[`title_${language}`];
    const form = shell.querySelector("form");
    form.hidden = false;
    form.querySelector("[data-when]").textContent = when(register);
    const template = shell.querySelector("template");
    form.querySelector(".entries").replaceChildren(...register.people.map((person) => {
      const row = template.content.cloneNode(true).firstElementChild;
      row.dataset.enrollment = person.enrollment_id;
      row.querySelector("h3").textContent = person.name;
      row.querySelector("legend").textContent = person.name;
      for (const input of row.querySelectorAll("input[type=radio]")) input.name = `kind-${person.enrollment_id}`;
      row.querySelector("[data-seen]").value = person.mark_id ? `${person.mark_id} ${person.status} ` : "";
      this.#choose(row, { kind: person.status });
      return row;
    }));
    await this.attend(register.session_id, form);
  }

  /** Leaving takes the names away; what was not delivered stays, and whoever leaves is told. */
  #guardSignOut() {
    for (const form of document.querySelectorAll("form[action='/sign-out']")) {
      form.addEventListener("submit", async (event) => {
        if (form.dataset.free) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const count = (await this.log.waiting()).length;
        if (count > 0 && !confirm(word("leave", { count }))) return;
        await this.log.leave();
        localStorage.removeItem(OWNER);
        form.dataset.free = "yes";
        form.requestSubmit();
      }, { capture: true });
    }
  }
}

async function begin() {
  if (!device || !("indexedDB" in window)) return;
  const person = device.dataset.person || localStorage.getItem(OWNER);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js", { scope: "/teach" }).catch(() => {});
  if (!person) {
    const nobody = document.querySelector("[data-nobody]");
    if (nobody) nobody.hidden = false;
    return;
  }
  if (device.dataset.person) localStorage.setItem(OWNER, person);
  await new Desk(await Log.open(person)).begin();
}

begin();
