// Whoever looks at every page of a walk: what a browser complains of, what does not fit, what people with aids cannot use. The text
// of every page is kept in target/pages for the checks of the markup.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Everything that WCAG 2.2 asks for at the levels A and AA, and what is merely wise. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
/** The smallest window that everything has to fit in: 1280 by 1024 at 400 %. */
const SMALLEST = { width: 320, height: 256 };

export class Witness {
  #browser;
  #context;
  #options;
  #folders;
  #count = 0;
  #complaints = [];
  #answer = null;

  constructor(browser, context, options, pictures, pages) {
    this.#browser = browser;
    this.#context = context;
    this.#options = options;
    this.#folders = { pictures, pages };
  }

  /** Listens to everything that `page` and what it loads do. */
  async attend(page, origin) {
    for (const folder of Object.values(this.#folders)) await mkdir(folder, { recursive: true });
    page.on("console", (message) => {
      // What could not be loaded is told by its answer, below; a document is judged by the step that asked for it. What the
      // policy of the page forbids is told here.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        this.#complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#complaints.push(`script: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
        this.#complaints.push(`asks elsewhere: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.request().isNavigationRequest()) this.#answer = response;
      else if (response.status() >= 400) this.#complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Whoever goes on to the next page leaves what was still under way behind.
      const left = request.failure()?.errorText === "net::ERR_ABORTED";
      if (!left && !request.isNavigationRequest()) this.#complaints.push(`failed: ${request.url()}`);
    });
  }

  /** What is wrong with the page that is open, in lines; takes its picture. `again` says whether it can be had by its address. */
  async look(page, name, { again = true, status = 200 } = {}) {
    this.#count += 1;
    const file = `${String(this.#count).padStart(3, "0")}-${name}`;
    const found = this.#complaints.splice(0);
    if (this.#answer?.status() !== status) found.push(`answers ${this.#answer?.status()}, not ${status}`);
    const text = await this.#answer?.text().catch(() => null);
    if (text) await writeFile(join(this.#folders.pages, `${file}.html`), text);
    const heads = await page.locator("h1").count();
    if (heads !== 1) found.push(`${heads} headings of the first order`);
    const language = await page.locator("html").getAttribute("lang");
    if (language !== this.#options.language) found.push(`in ${language}, not in ${this.#options.language}`);
    found.push(...(await lost(page)), ...(await overflow(page)));
    await page.screenshot({ path: join(this.#folders.pictures, `${file}.png`), fullPage: true });
    const own = page.viewportSize();
    await page.setViewportSize(SMALLEST);
    found.push(...(await overflow(page)));
    await page.setViewportSize(own);
    if (again) found.push(...(await this.#aided(page.url())));
    return found;
  }

  /** The same page as its readers may set it: dark, in the colors of their system, on paper. */
  async guises(page, name) {
    const found = [];
    for (const [guise, media] of [
      ["dark", { colorScheme: "dark" }],
      ["forced", { forcedColors: "active" }],
      ["forced-dark", { forcedColors: "active", colorScheme: "dark" }],
      ["paper", { media: "print" }],
    ]) {
      await page.emulateMedia(media);
      await page.screenshot({ path: join(this.#folders.pictures, `${name}-${guise}.png`), fullPage: true });
      await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null });
      found.push(...(await this.#aided(page.url(), media)).map((fault) => `${guise}: ${fault}`));
    }
    return found;
  }

  /** What axe finds on the same page in a context that lets it in: the page itself lets in nobody's scripts. */
  async #aided(address, media = {}) {
    const state = await this.#context.storageState();
    const context = await this.#browser.newContext({
      ...this.#options.context,
      javaScriptEnabled: true,
      bypassCSP: true,
      storageState: state,
    });
    try {
      const page = await context.newPage();
      await page.emulateMedia(media);
      await page.goto(address);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(
        (values) => window.axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values } }),
        RULES,
      );
      return violations.map(
        (one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`,
      );
    } finally {
      await context.close();
    }
  }
}

/** What needs scrolling in two directions, or covers most of a small window while it stays in view. */
function overflow(page) {
  return page.evaluate(() => {
    const found = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) {
      const widest = [...document.querySelectorAll("main *")].find((one) => one.getBoundingClientRect().right > innerWidth + 1);
      found.push(`scrolls sideways: ${wide} px in ${innerWidth} px${widest ? `, ${widest.tagName} ${widest.className}` : ""}`);
    }
    for (const one of document.querySelectorAll("main *")) {
      const { position } = getComputedStyle(one);
      const high = one.getBoundingClientRect().height;
      if ((position === "sticky" || position === "fixed") && one.tagName !== "TH" && high > innerHeight * 0.6)
        found.push(`${one.className} covers ${Math.round(high)} px of ${innerHeight}`);
    }
    return found;
  });
}

/** Links to places of this page that are not there. */
async function lost(page) {
  const missing = await page.evaluate(() =>
    [...document.querySelectorAll("a[href*='#']")]
      .filter((one) => one.pathname === location.pathname && one.search === location.search && one.hash.length > 1)
      .filter((one) => !document.getElementById(decodeURIComponent(one.hash.slice(1))))
      .map((one) => one.hash),
  );
  return missing.map((hash) => `nothing is called ${hash}`);
}
