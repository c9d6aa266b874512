// Marks as they are made on this device: a log that is only appended to, and from which a mark goes once the server has
// acknowledged its id. One database for each person, so that nobody sees or sends what another one marked.
"use strict";

const NAME = "postup-";
const strict = { durability: "strict" };

/** Resolves when what was asked for is on the disk, and not before. */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A UUIDv7: the time by this device's clock, then chance. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class Log {
  constructor(db, person) {
    this.db = db;
    this.person = person;
  }

  static async open(person) {
    const request = indexedDB.open(NAME + person, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("marks", { keyPath: "number", autoIncrement: true });
      request.result.createObjectStore("registers", { keyPath: "session_id" });
      request.result.createObjectStore("notes");
    };
    const db = await answer(request);
    db.onversionchange = () => db.close();
    return new Log(db, person);
  }

  /** Appends a mark; when this resolves, it survives whatever happens to the browser. */
  async append(mark) {
    const transaction = this.db.transaction("marks", "readwrite", strict);
    transaction.objectStore("marks").add(mark);
    await done(transaction);
  }

  /** Everything that was not acknowledged yet, in the order it was made. */
  async waiting() {
    return answer(this.db.transaction("marks").objectStore("marks").getAll());
  }

  /** Takes acknowledged marks out of the log and writes what they say into the register that is kept here, as one step. */
  async acknowledge(session, marks, results) {
    const outcomes = new Map(results.map((result) => [result.id, result]));
    const transaction = this.db.transaction(["marks", "registers"], "readwrite", strict);
    const [log, registers] = [transaction.objectStore("marks"), transaction.objectStore("registers")];
    const finished = done(transaction);
    const register = await answer(registers.get(session));
    for (const mark of marks) {
      const result = outcomes.get(mark.id);
      if (!result) continue;
      if (result.outcome === "refused") {
        log.put({ ...mark, refused: result.detail ?? result.code });
        continue;
      }
      log.delete(mark.number);
      const person = register?.people.find((one) => one.enrollment_id === mark.enrollment_id);
      if (person && result.outcome !== "kept")
        Object.assign(person, { status: mark.kind, minutes: mark.minutes, mark_id: mark.id, own: Date.now() });
    }
    if (register) registers.put(register);
    await finished;
  }

  /** Lets go of a mark that the server will not take, at the wish of whoever made it. */
  async dismiss(number) {
    const transaction = this.db.transaction("marks", "readwrite", strict);
    transaction.objectStore("marks").delete(number);
    await done(transaction);
  }

  async keep(registers) {
    const transaction = this.db.transaction(["registers", "notes"], "readwrite");
    const store = transaction.objectStore("registers");
    store.clear();
    for (const register of registers) store.put(register);
    transaction.objectStore("notes").put(Date.now(), "taken");
    await done(transaction);
  }

  async taken() {
    return answer(this.db.transaction("notes").objectStore("notes").get("taken"));
  }

  async registers() {
    const all = await answer(this.db.transaction("registers").objectStore("registers").getAll());
    return all.sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  }

  async register(session) {
    return answer(this.db.transaction("registers").objectStore("registers").get(session));
  }

  /** Names go when their reader goes; marks that were not delivered stay for their maker. */
  async leave() {
    const waits = (await this.waiting()).length > 0;
    const transaction = this.db.transaction(["registers", "notes"], "readwrite", strict);
    transaction.objectStore("registers").clear();
    transaction.objectStore("notes").clear();
    await done(transaction);
    this.db.close();
    if (!waits) indexedDB.deleteDatabase(NAME + this.person);
  }
}
