// Whoever looks at every page of a walk: what a browser complains of, what does not fit, what people with aids cannot use.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GRAVE = ["serious", "critical"];

export class Witness {
  #browser;
  #context;
  #options;
  #folder;
  #count = 0;
  #complaints = [];
  #status = 0;

  constructor(browser, context, options, folder) {
    this.#browser = browser;
    this.#context = context;
    this.#options = options;
    this.#folder = folder;
  }

  /** Listens to everything that `page` and what it loads do. */
  async attend(page, origin) {
    await mkdir(this.#folder, { recursive: true });
    page.on("console", (message) => {
      // What could not be loaded is told by its answer, below; a document is judged by the step that asked for it.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        this.#complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#complaints.push(`script: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
        this.#complaints.push(`asks elsewhere: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.request().isNavigationRequest()) this.#status = response.status();
      if (response.status() >= 400 && !response.request().isNavigationRequest())
        this.#complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Whoever goes on to the next page leaves what was still under way behind.
      const left = request.failure()?.errorText === "net::ERR_ABORTED";
      if (!left && !request.isNavigationRequest()) this.#complaints.push(`failed: ${request.url()}`);
    });
  }

  /** What is wrong with the page that is open, in lines; takes its picture. `again` says whether it can be had by its address. */
  async look(page, name, { again = true, status = 200 } = {}) {
    const found = this.#complaints.splice(0);
    if (this.#status !== status) found.push(`answers ${this.#status}, not ${status}`);
    const [wide, fits] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    if (wide > fits) found.push(`scrolls sideways: ${wide} px in ${fits} px`);
    const heads = await page.locator("h1").count();
    if (heads !== 1) found.push(`${heads} headings of the first order`);
    const language = await page.locator("html").getAttribute("lang");
    if (language !== this.#options.language) found.push(`in ${language}, not in ${this.#options.language}`);
    this.#count += 1;
    const file = `${String(this.#count).padStart(2, "0")}-${name}.png`;
    await page.screenshot({ path: join(this.#folder, file), fullPage: true });
    if (again) found.push(...(await this.#aided(page.url())));
    return found;
  }

  /** What axe finds grave, on the same page in a context that lets it in: the page itself lets in nobody's scripts. */
  async #aided(address) {
    const state = await this.#context.storageState();
    const context = await this.#browser.newContext({
      ...this.#options.context,
      javaScriptEnabled: true,
      bypassCSP: true,
      storageState: state,
    });
    try {
      const page = await context.newPage();
      await page.goto(address);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      return violations
        .filter((one) => GRAVE.includes(one.impact))
        .map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
    } finally {
      await context.close();
    }
  }
}
