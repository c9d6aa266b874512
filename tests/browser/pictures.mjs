// The pictures of the help pages, taken from the demonstration as each role sees it: node tests/browser/pictures.mjs
// writes crates/http/assets/help anew. Needs what tests/browser/run builds and installs.
import { chromium } from "playwright-core";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./house.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = process.env.POSTUP ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const FOLDER = join(ROOT, "crates/http/assets/help");
/** The size that the pages say; twice as many dots, for sharp screens. */
const SIZE = { width: 360, height: 480 };
const QUALITY = 0.6;

/** Where each role begins, and what the picture shows of it: from this element on. */
const PLACES = [
  ["official", "official@demo.test", "/me", "h1"],
  ["trainer", "trainer@demo.test", "/teach", "form .entries", 'main a[href^="/teach/sessions/"]:not([href*="/pleas/"], [href*="#"])'],
  ["officer", "officer@demo.test", "/employer", "h1"],
  ["manager", "manager@demo.test", "/manage", "h1", 'main th a[href^="/manage/cohorts/"]'],
  ["analyst", "analyst@demo.test", "/insight", "h1"],
  ["administrator", "admin@demo.test", "/admin", "h1"],
];

async function picture(page, start) {
  await page.evaluate((selector) => {
    const top = (document.querySelector(`main ${selector}`) ?? document.querySelector("h1")).getBoundingClientRect().top;
    scrollTo(0, Math.max(0, top + scrollY - 12));
  }, start);
  const shot = await page.screenshot();
  const blank = await page.context().newPage();
  const coded = await blank.evaluate(async ([source, quality]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
  }, [shot.toString("base64"), QUALITY]);
  await blank.close();
  return Buffer.from(coded, "base64");
}

await mkdir(FOLDER, { recursive: true });
const house = await open(PROGRAM);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"] });
try {
  for (const language of ["uk", "en"]) {
    for (const [role, email, path, start, further] of PLACES) {
      const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: 2, locale: language === "uk" ? "uk-UA" : "en-GB" });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      await page.goto(`${house.origin}/sign-in?to=${path}`);
      await page.fill("#email", email);
      await page.fill("#password", "demo demo demo demo");
      await Promise.all([page.waitForNavigation(), page.locator('form[action="/sign-in"] button:not([type=button])').click()]);
      if ((await page.locator("html").getAttribute("lang")) !== language)
        await Promise.all([page.waitForNavigation(), page.locator('form[action="/language"] button').click()]);
      if (further) {
        const address = await page.locator(further).first().getAttribute("href");
        await page.goto(house.origin + address);
      }
      const taken = await picture(page, start);
      await writeFile(join(FOLDER, `${role}-${language}.webp`), taken);
      console.log(`${role}-${language}.webp: ${taken.length} octets`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await house.close();
}
