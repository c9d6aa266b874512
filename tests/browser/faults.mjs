// Pages with known faults: every check has to find its own, and nothing on a page that is well.
import { chromium } from "playwright-core";
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./markup.mjs";
import { Witness } from "./witness.mjs";

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";
const STYLE = "body { margin: 0 } .wide { width: 2000px } .bar { position: sticky; bottom: 0; height: 90vh } .pale { color: #aaa }"
  + " @media (prefers-color-scheme: dark) { .dusk { background: #222; color: #333 } }";
const page = (body, { lang = "en", head = "" } = {}) =>
  `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>A page</title>${head}<link rel="stylesheet" href="/style.css">`
  + `<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>A page</h1>${body}</main></body></html>`;

/** What is served, and what has to be said of it; nothing where all is well. */
const PAGES = {
  well: [page("<p>All is well.</p>"), null],
  inline: [page("<p>Text</p>", { head: "<style>p { color: red }</style>" }), /console: .*(Content Security Policy|violates)/],
  wide: [page('<p class="wide">Text</p>'), /scrolls sideways/],
  covered: [page('<p>Text</p><div class="bar"><p>Bar</p></div>'), /bar covers/],
  lost: [page('<p><a href="#nowhere">On</a></p>'), /nothing is called #nowhere/],
  broken: [page('<p><img src="/nothing.png" alt=""></p>'), /404 .*nothing\.png/],
  elsewhere: [page('<p><a href="/">On</a></p>', { head: '<link rel="icon" href="http://127.0.0.2:9/x.png">' }), /violates/],
  foreign: [page("<p>Text</p>", { lang: "uk" }), /in uk, not in en/],
  headings: [page("<h1>Another</h1>"), /2 headings of the first order/],
  pale: [page('<p class="pale">Text that nobody can read</p>'), /color-contrast/],
  unlabelled: [page('<p><input type="text" name="a"></p>'), /label \(critical\)/],
  small: [page('<p><button aria-label="a">.</button><button aria-label="b">.</button></p>', { head: '<link rel="stylesheet" href="/small.css">' }), /target-size/],
};
const IN_THE_DARK = /dark: color-contrast/;
const WRITTEN = [/^no-implicit-close/, /^nu: Duplicate ID/];

let failed = 0;
function note(what, truth, said) {
  if (!truth) failed += 1;
  console.log(`${truth ? "ok     " : "FAILED "} faults: ${what}${truth ? "" : `, but it was said: ${said.join(" | ") || "nothing"}`}`);
}

const server = createServer((request, response) => {
  const name = request.url.slice(1);
  const [type, body] = name in PAGES ? ["text/html; charset=utf-8", PAGES[name][0]]
    : name === "style.css" ? ["text/css", STYLE]
    : name === "small.css" ? ["text/css", "button { width: 8px; height: 8px; padding: 0; border: 0; min-height: 0 }"]
    : name === "dusk" ? ["text/html; charset=utf-8", page('<p class="dusk">Text</p>')]
    : name === "written" ? ["text/html; charset=utf-8", page('<p id="a">One<div id="a">two</div>')] : [null, ""];
  response.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain", "content-security-policy": POLICY });
  response.end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const folder = await mkdtemp(join(tmpdir(), "postup-faults-"));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"] });
try {
  const plan = { language: "en", context: { viewport: { width: 360, height: 740 } } };
  const context = await browser.newContext(plan.context);
  const visitor = await context.newPage();
  const witness = new Witness(browser, context, plan, join(folder, "pictures"), join(folder, "pages"));
  await witness.attend(visitor, origin);
  // Browsers ask for a picture of their own accord.
  await context.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  for (const [name, [, expected]] of Object.entries(PAGES)) {
    await visitor.goto(`${origin}/${name}`);
    const said = await witness.look(visitor, name);
    note(name, expected ? said.some((one) => expected.test(one)) : said.length === 0, said);
  }
  await visitor.goto(`${origin}/dusk`);
  const guises = await witness.guises(visitor, "dusk");
  note("dusk", guises.length > 0 && guises.some((one) => IN_THE_DARK.test(one)), guises);
  const before = await judge(join(folder, "pages"));
  note("pages that are well written", !before.faults.some((one) => WRITTEN.some((rule) => rule.test(one))), before.faults);
  await visitor.goto(`${origin}/written`);
  await witness.look(visitor, "written");
  const { faults } = await judge(join(folder, "pages"));
  for (const rule of WRITTEN) note(`markup, ${rule}`, faults.some((one) => rule.test(one)), faults);
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
