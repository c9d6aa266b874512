// A round through every page that links lead to, as every role: no link is dead, every page is looked at, and a page of the
// product that nobody came to is a fault.
import { readFile } from "node:fs/promises";

const TABLE = new URL("../it/snapshots/it__access__policies.snap", import.meta.url);
const ROLES = ["official", "trainer", "officer", "manager", "analyst", "donor", "admin"];
/** How many pages of one kind each role looks at: one may be empty, another full. */
const OF_A_KIND = 2;
/** Opened by secrets that letters carry, after a form was sent, or by browsers; the walk or a test of its own comes to them. */
const BY_LETTER = [/\/:token$/, /\/:token\//, /\/sent$/, /\.webmanifest$/];
/** There only when a session was interrupted, a quota keeps seats, a cohort is tentative, a program is a draft; shown by tests of
 * their own. */
const AFTER_DEEDS = [
  /\/interruptions\/:interruption$/,
  /\/quotas\/:number\/release$/,
  /^\/manage\/cohorts\/:id\/confirmation$/,
  /^\/manage\/programs\/:id\/publication$/,
];
const FILE = /\.(csv|xlsx|ics|pdf|json|webmanifest)$|\/(pdf|document)$|\/sample\//;

/** The pages of the product, by the pattern of their address, from the table of policies. */
async function kinds() {
  const lines = (await readFile(TABLE, "utf8")).split("\n");
  const patterns = lines.flatMap((line) => /^GET (\/(?!api\/)\S*) /.exec(line)?.[1] ?? []);
  const fixed = (pattern) => pattern.split("/").filter((part) => !part.startsWith(":")).length;
  return patterns
    .sort((one, other) => fixed(other) - fixed(one))
    .map((pattern) => ({ pattern, regex: new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace(/:[^/.]+/g, "[^/]+")}$`) }));
}

export class Round {
  #kinds;
  #seen = new Set();

  static async begin() {
    const round = new Round();
    round.#kinds = await kinds();
    return round;
  }

  #kind(path) {
    return this.#kinds.find(({ regex }) => regex.test(path))?.pattern ?? path.replace(/[0-9a-f-]{36}|\d+/g, ":id");
  }

  /** Notes a page that somebody else came to. */
  saw(path) {
    this.#seen.add(this.#kind(path));
  }

  /** Follows every link there is, as a visitor and as every role. */
  async go(visit) {
    await this.#as(visit, "visitor");
    for (const role of ROLES) {
      await visit.signIn(`${role}@demo.test`, "/sign-in?to=/me");
      await this.#as(visit, role);
      await visit.go("/me");
      await visit.signOut();
    }
  }

  async #as(visit, role) {
    const counts = new Map();
    const known = new Set();
    const ahead = [];
    // Places within other pages that links lead to, one of each kind; a page of its own is judged when it is looked at.
    const [variants, places] = [new Set(), new Map()];
    const collect = async (from) => {
      const links = await visit.page.locator("a[href]").evaluateAll((all) => all.map((one) => one.href));
      for (const link of links) {
        if (!link.startsWith(`${visit.origin}/`)) continue;
        const [address, place] = link.slice(visit.origin.length).split("#");
        const variant = `${this.#kind(address.split("?")[0])}#${place}`;
        if (place && place !== "content" && !variants.has(variant)) {
          variants.add(variant);
          places.set(address, { place, from });
        }
        if (!known.has(address)) ahead.push({ address, from });
        known.add(address);
      }
    };
    await visit.go("/");
    await collect("/");
    while (ahead.length > 0) {
      const { address, from } = ahead.shift();
      const [path, query = ""] = address.split("?");
      const kind = this.#kind(path);
      const variant = `${kind}?${[...new URLSearchParams(query).keys()].sort()}`;
      const count = counts.get(variant) ?? 0;
      if (count >= OF_A_KIND || /^\/(api|dev)\//.test(path)) continue;
      counts.set(variant, count + 1);
      this.#seen.add(kind);
      if (FILE.test(path)) {
        const answer = await visit.context.request.get(visit.origin + address);
        if (answer.status() !== 200) visit.tell(`${role}: ${address}`, [`answers ${answer.status()}; linked from ${from}`]);
        continue;
      }
      const answer = await visit.page.goto(visit.origin + address);
      if (answer.status() !== 200) {
        visit.tell(`${role}: ${address}`, [`answers ${answer.status()}; linked from ${from}`]);
        continue;
      }
      const name = `${role}${kind.replace(/[^A-Za-z0-9]+/g, "-")}${count > 0 ? `-${count + 1}` : ""}`;
      await visit.look(name);
      await collect(address);
    }
    for (const [address, { place, from }] of places) {
      const text = await (await visit.context.request.get(visit.origin + address)).text();
      if (!text.includes(`id="${place}"`)) visit.tell(`${role}: ${address}#${place}`, [`nothing there is called so; linked from ${from}`]);
    }
  }

  /** The pages that nobody came to. */
  missed() {
    const hidden = (pattern) => [...BY_LETTER, ...AFTER_DEEDS].some((rule) => rule.test(pattern));
    return this.#kinds.map(({ pattern }) => pattern).filter((pattern) => !hidden(pattern) && !this.#seen.has(pattern));
  }
}
