// Without a mouse: enrolling, marking and verifying by nothing but the keys. Whatever has the focus has to be seen, whole and marked.
import { chromium } from "playwright-core";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./house.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const PASSWORD = "demo demo demo demo";
const FURTHEST = 300;
const WALKS = [
  { name: "uk-phone", language: "uk", context: { locale: "uk-UA", viewport: { width: 360, height: 740 } } },
  { name: "en-desk", language: "en", context: { locale: "en-GB", viewport: { width: 1280, height: 900 } } },
];

function demand(truth, words) {
  if (!truth) throw new Error(words);
}

/** What is wrong with the look of whatever has the focus; nothing where all is well. */
function unseen(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    // A control that is drawn by what stands beside it is marked there.
    const drawn = getComputedStyle(one).opacity === "0" ? one.nextElementSibling : one;
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return "is not marked";
    const box = drawn.getClientRects()[0] ?? drawn.getBoundingClientRect();
    if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight) return "is out of sight";
    const [x, y] = [Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
    const top = document.elementFromPoint(x, y);
    const covered = top && top !== one && !one.contains(top) && !top.contains(one) && !drawn.contains(top) && top !== drawn;
    return covered ? `is covered by ${top.tagName} ${top.className}` : "";
  });
}

/** Goes on with the Tab key until `selector` has the focus. */
async function reach(page, selector) {
  for (let pressed = 0; pressed < FURTHEST; pressed += 1) {
    await page.keyboard.press("Tab");
    const [there, what] = await page.evaluate((wanted) => {
      const one = document.activeElement;
      return [one.matches(wanted), `${one.tagName} ${one.id || one.getAttribute("href") || one.textContent.trim().slice(0, 30)}`];
    }, selector);
    const trouble = what.startsWith("BODY") ? "" : await unseen(page);
    demand(!trouble, `${what} ${trouble} at ${page.url()}`);
    if (there) return;
  }
  throw new Error(`the keys do not lead to ${selector} at ${page.url()}`);
}

async function press(page, selector) {
  await reach(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function signIn(page, email, language) {
  await reach(page, "#email");
  await page.keyboard.type(email);
  await reach(page, "#password");
  await page.keyboard.type(PASSWORD);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if ((await page.locator("html").getAttribute("lang")) !== language) await press(page, 'form[action="/language"] button');
}

async function enroll(page, origin, language) {
  await page.goto(origin);
  await page.keyboard.press("Tab");
  demand(await page.evaluate(() => document.activeElement.matches("a.skip")), "the first key does not lead past the header");
  demand(!(await unseen(page)), "the way past the header is not seen");
  await page.keyboard.press("Enter");
  await press(page, 'main a[href="/courses"]');
  await press(page, 'main a[href="/courses/ACCESS"]');
  await press(page, 'main a[href^="/cohorts/"]');
  const cohort = new URL(page.url()).pathname;
  await press(page, 'main a[href^="/sign-in"]');
  await signIn(page, "official@demo.test", language);
  await press(page, `form[action="${cohort}/enrollments"] button`);
  demand(new URL(page.url()).pathname.startsWith("/me/enrollments/"), `applying led to ${page.url()}`);
  demand((await page.locator("main .tag.good").count()) > 0, "the seat is not confirmed");
  await page.goto(`${origin}/me/certificates`);
  await press(page, 'main a[href*="/verify/"]');
  const code = new URL(page.url()).pathname.split("/").pop();
  await press(page, 'form[action="/sign-out"] button');
  return code;
}

async function mark(page, origin, language) {
  await page.goto(`${origin}/sign-in?to=/teach`);
  await signIn(page, "trainer@demo.test", language);
  const register = await page.locator("main li").filter({ hasText: "ACCESS-1" }).locator("a").first().getAttribute("href");
  await press(page, `main a[href="${register}"]`);
  await reach(page, '.segments input[value="present"]');
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1_000);
  await page.waitForFunction(() => !document.querySelector("[data-waits]"));
  await page.reload();
  const first = page.locator(".segments").first();
  demand(await first.locator('input[value="late"]').isChecked(), "the mark did not stay");
  await press(page, `a[href="${register}/closing"]`);
  await press(page, `form[action="${register}/closing"] button`);
  demand((await page.locator(".segments").count()) === 0, "the register is still open");
  await press(page, 'form[action="/sign-out"] button');
}

async function verify(page, origin, code) {
  await page.goto(origin);
  await press(page, 'nav a[href="/verify"]');
  await reach(page, "#code");
  await page.keyboard.type(code);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  demand((await page.locator("main .tag.good").count()) === 1, "the certificate is not called valid");
}

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
try {
  for (const { name, language, context: options } of WALKS) {
    const house = await open(PROGRAM);
    const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
    try {
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      const code = await enroll(page, house.origin, language);
      console.log(`ok      keys: ${name}: a seat`);
      await mark(page, house.origin, language);
      console.log(`ok      keys: ${name}: a register, marked and closed`);
      await verify(page, house.origin, code);
      console.log(`ok      keys: ${name}: a certificate, verified`);
    } finally {
      await context.close();
      await house.close();
    }
  }
} finally {
  await browser.close();
}
