// Carries marks from the log to the server whenever there is a network, and brings registers back. It never takes a mark out
// of the log by itself: only an answer that names the mark's id does.
"use strict";

const PATIENCE = 20_000;
const BATCH = 200;
const SHORTEST = 3_000;
const LONGEST = 60_000;

export class Courier {
  #timer = 0;
  #pause = SHORTEST;
  #under = false;
  #again = false;

  constructor(log, changed) {
    this.log = log;
    this.changed = changed;
    /** "idle", "offline" or "sign-in", and what the server said of whole registers. */
    this.state = "idle";
    this.troubles = new Map();
    addEventListener("online", () => this.go());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.go(); });
  }

  /** Delivers what waits; one delivery at a time, in all windows. */
  async go() {
    if (this.#under) {
      this.#again = true;
      return;
    }
    this.#under = true;
    clearTimeout(this.#timer);
    try {
      do {
        this.#again = false;
        const work = () => this.#deliver();
        await (navigator.locks ? navigator.locks.request(`postup-${this.log.person}`, work) : work());
      } while (this.#again);
    } finally {
      this.#under = false;
    }
    if (this.state === "offline") {
      this.#timer = setTimeout(() => this.go(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST);
    } else {
      this.#pause = SHORTEST;
    }
    await this.changed();
  }

  async #deliver() {
    const marks = (await this.log.waiting()).filter((mark) => !mark.refused);
    const sessions = Map.groupBy ? Map.groupBy(marks, (mark) => mark.session_id) : grouped(marks);
    this.state = "idle";
    for (const [session, all] of sessions) {
      for (let from = 0; from < all.length && this.state === "idle"; from += BATCH)
        await this.#send(session, all.slice(from, from + BATCH));
    }
  }

  async #send(session, marks) {
    const body = {
      sent_at: new Date().toISOString(),
      marker_id: this.log.person,
      marks: marks.map(({ id, enrollment_id, kind, minutes, reason, replaces, device_at }) =>
        ({ id, enrollment_id, kind, minutes, reason, replaces, device_at })),
    };
    let response;
    let said = {};
    try {
      response = await fetch(`/api/v1/sessions/${session}/marks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await response.json();
    } catch {
      this.state = "offline";
      return;
    }
    if (response.ok) {
      this.troubles.delete(session);
      await this.log.acknowledge(session, marks, said.marks);
    } else if (response.status === 401 || said.code === "rejection-another-marker") {
      this.state = "sign-in";
    } else if (response.status >= 500 || response.status === 429) {
      this.state = "offline";
    } else if (marks.length > 1) {
      // One mark that cannot be read must not hold up the others.
      for (const mark of marks) if (this.state === "idle") await this.#send(session, [mark]);
    } else {
      this.troubles.set(session, said.detail ?? said.title ?? String(response.status));
    }
  }

  /** Takes the registers of today and the coming days along. */
  async fetch() {
    try {
      const response = await fetch("/api/v1/registers", { signal: AbortSignal.timeout(PATIENCE) });
      if (response.ok) await this.log.keep(await response.json());
    } catch {
      // What is here already stays; the next page tries again.
    }
  }
}

function grouped(marks) {
  const sessions = new Map();
  for (const mark of marks) sessions.set(mark.session_id, [...(sessions.get(mark.session_id) ?? []), mark]);
  return sessions;
}
