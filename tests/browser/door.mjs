// The door of a session: the screen of the room on one machine, the phone of an official who is not signed in on another, and
// the camera of the trainer, which a script stands in for where the browser cannot read symbols. Leaves a picture of every step in
// target/screenshots/door.
import { chromium } from "playwright-core";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./house.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const PICTURES = join(ROOT, "target/screenshots/door");
const PASSWORD = "demo demo demo demo";
const PATIENCE = 30_000;
/** A code stands for a minute; the screen looks every two seconds. */
const A_MINUTE = 75_000;

function demand(truth, words) {
  if (!truth) throw new Error(words);
}

let step = 0;
async function done(page, title) {
  step += 1;
  await page.screenshot({ path: join(PICTURES, `${String(step).padStart(2, "0")}.png`), fullPage: true });
  console.log(`ok      door: ${title}`);
}

async function fillIn(page, email) {
  await page.fill("#email", email);
  await page.fill("#password", PASSWORD);
  await send(page, "/sign-in");
}

async function send(page, action) {
  await Promise.all([page.waitForNavigation(), page.locator(`form[action="${action}"] button:not([type=button])`).click()]);
}

/** Stands in for a browser that reads symbols: it finds in the picture what the test holds before the camera. */
function detector() {
  window.BarcodeDetector = class {
    async detect() {
      const held = localStorage.getItem("held");
      return held ? [{ rawValue: held }] : [];
    }
  };
}

await rm(PICTURES, { recursive: true, force: true });
await mkdir(PICTURES, { recursive: true });
const house = await open(PROGRAM);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
});
try {
  const { origin } = house;
  const machine = async (options) => {
    const context = await browser.newContext({ locale: "uk-UA", ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("pageerror", (error) => { throw error; });
    return page;
  };
  const desk = await machine({ viewport: { width: 1280, height: 800 }, permissions: ["camera"] });
  await desk.addInitScript(detector);
  const phone = await machine({ viewport: { width: 360, height: 740 } });

  await phone.goto(`${origin}/sign-in?to=/courses/ACCESS`);
  await fillIn(phone, "official@demo.test");
  await Promise.all([phone.waitForNavigation(), phone.locator('main a[href^="/cohorts/"]').first().click()]);
  await send(phone, `${new URL(phone.url()).pathname}/enrollments`);
  await phone.goto(`${origin}/me/code`);
  await send(phone, "/me/code");
  const carried = (await phone.locator(".digits").innerText()).replaceAll(" ", "");
  await done(phone, "an official has a seat and carries a code");
  await send(phone, "/sign-out");

  await desk.goto(`${origin}/sign-in?to=/teach`);
  await fillIn(desk, "trainer@demo.test");
  const register = await desk.locator("main li").filter({ hasText: "ACCESS-1" }).locator("a").first().getAttribute("href");
  const session = register.split("/").pop();
  await desk.goto(`${origin}${register}/check-in`);
  await send(desk, `${register}/check-in`);
  const digits = () => desk.locator(".digits").innerText();
  const bar = () => desk.locator(".bar").innerText();
  const [first, before] = [await digits(), await bar()];
  await done(desk, "the screen shows a code");

  const shown = await desk.request.get(`${origin}/api/v1/sessions/${session}/check-in`);
  const { address } = (await shown.json()).screen;
  await phone.goto(address);
  demand(new URL(phone.url()).pathname === "/sign-in", "a visitor is not asked to sign in");
  await fillIn(phone, "official@demo.test");
  demand(phone.url() === address, `signing in leads to ${phone.url()}`);
  await done(phone, "after signing in the phone is at the check-in again");
  await send(phone, `/check-in/${session}`);
  demand((await phone.locator("main .notice.good").count()) > 0, "the phone does not say that it is done");
  await done(phone, "one tap, and the official is in");
  await desk.waitForFunction((old) => document.querySelector(".bar").innerText !== old, before);
  await done(desk, "the screen counts the official without being touched");

  await desk.waitForFunction((old) => document.querySelector(".digits").innerText !== old, first, { timeout: A_MINUTE });
  await done(desk, "the next minute has another code");

  await desk.goto(`${origin}${register}/codes`);
  await desk.evaluate((code) => localStorage.setItem("held", code), carried);
  await desk.locator("[data-start]").click();
  await desk.waitForURL(/[?]in=/);
  demand((await desk.locator("main .notice.good").count()) === 1, "nobody is named");
  await done(desk, "the camera reads the code that the official carries");
  await desk.waitForFunction(() => !document.querySelector("[data-view]").hidden);
  const address_of_first = desk.url();
  await desk.evaluate(() => localStorage.setItem("held", "0000000000"));
  await desk.waitForSelector("#errors-title");
  demand(desk.url() !== address_of_first, "the page is the same");
  await done(desk, "the camera goes on, and nobody's code is called so");
} finally {
  await browser.close();
  await house.close();
}
