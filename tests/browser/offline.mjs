// A trainer in a shelter: the network is cut by the browser, then the server is killed, then the browser is closed. Thirty
// people are marked all the same, and each mark arrives once. Leaves a picture of every step in target/screenshots/offline.
import { chromium } from "playwright-core";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./house.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const PICTURES = join(ROOT, "target/screenshots/offline");
const PASSWORD = "demo demo demo demo";
const PEOPLE = 30;

function demand(truth, words) {
  if (!truth) throw new Error(words);
}

let step = 0;
async function done(page, title) {
  step += 1;
  await page.screenshot({ path: join(PICTURES, `${String(step).padStart(2, "0")}.png`), fullPage: step < 4 });
  console.log(`ok      offline: ${title}`);
}

/** With `cut`, nothing reaches any network: what the developer tools offer for this does not hold for a worker that starts cold. */
function browser(profile, { cut = false } = {}) {
  const nowhere = cut ? ["--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"] : [];
  return chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium",
    locale: "uk-UA",
    viewport: { width: 360, height: 740 },
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...nowhere],
  });
}

async function signIn(page, origin, to) {
  await page.goto(`${origin}/sign-in?to=${to}`);
  await page.fill("#email", "trainer@demo.test");
  await page.fill("#password", PASSWORD);
  await Promise.all([page.waitForNavigation(), page.locator("main form button:not([type=button])").first().click()]);
}

/** What the log holds, read past the scripts of the page. */
function waiting(page) {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((one) => one.name).filter((name) => name.startsWith("postup-"));
    let count = 0;
    for (const name of names) {
      count += await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const counted = request.result.transaction("marks").objectStore("marks").count();
          counted.onsuccess = () => { request.result.close(); resolve(counted.result); };
        };
      });
    }
    return count;
  });
}

async function until(truth, words) {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await truth()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(words);
}

await rm(PICTURES, { recursive: true, force: true });
await mkdir(PICTURES, { recursive: true });
const profile = await mkdtemp(join(tmpdir(), "postup-profile-"));
const folder = await mkdtemp(join(tmpdir(), "postup-offline-"));
let house = await open(PROGRAM, { folder });
let context = await browser(profile);
try {
  const { origin } = house;
  const port = new URL(origin).port;
  let page = await context.newPage();
  await signIn(page, origin, "/teach");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const registers = await page.evaluate(async () => (await fetch("/api/v1/registers")).json());
  await until(() => page.evaluate(async () => (await caches.keys()).length > 0), "the page of the device is not kept");
  // Sessions to mark until thirty people are reached.
  const free = registers.filter((one) => one.people.some((person) => !person.status));
  demand(free.length > 0, "no register is open");
  await done(page, `${registers.length} registers are taken along`);

  await context.close();
  context = await browser(profile, { cut: true });
  page = await context.newPage();
  await page.goto(`${origin}/teach`);
  await page.locator("[data-registers] a").first().waitFor();
  await done(page, "without a network a cold browser shows the registers");

  const expected = [];
  const wanted = free.flatMap((one) =>
    one.people.filter((person) => !person.status).map((person) => ({ session: one.session_id, enrollment: person.enrollment_id })));
  for (const { session, enrollment } of wanted.slice(0, PEOPLE)) {
    if (expected.length === PEOPLE / 2) {
      await until(async () => (await waiting(page)) === PEOPLE / 2, "half of the marks are not in the log");
      await done(page, "half are marked; the network is back, but the server is killed");
      await house.kill();
      await context.close();
      context = await browser(profile);
      page = await context.newPage();
    }
    const path = `/teach/sessions/${session}`;
    if (!page.url().endsWith(path)) {
      await page.goto(origin + path);
      await page.locator("form .entries > li").first().waitFor();
    }
    await page.locator(`[data-enrollment="${enrollment}"] label:has(input[value="present"])`).click();
    expected.push({ session, enrollment });
    await until(async () => (await waiting(page)) === expected.length, `the log does not hold ${expected.length} marks`);
  }
  demand(expected.length === PEOPLE, `only ${expected.length} people could be marked`);
  await done(page, "thirty are marked");

  await context.close();
  context = await browser(profile);
  page = await context.newPage();
  await page.goto(`${origin}/teach/sessions/${expected.at(-1).session}`);
  await page.locator("form .entries > li").first().waitFor();
  demand((await waiting(page)) === PEOPLE, "marks were lost with the browser");
  demand(/30/.test(await page.locator("[data-delivery]").last().textContent()), "the page does not say what is not delivered");
  await done(page, "the browser was closed and opened; all thirty wait");

  house = await open(PROGRAM, { folder, port });
  await page.locator("form [data-sign-in]").waitFor({ timeout: 70_000 });
  demand((await waiting(page)) === PEOPLE, "marks went away without a sign-in");
  await done(page, "the server is back; the page asks to sign in");

  await page.locator("form [data-sign-in]").click();
  await page.fill("#email", "trainer@demo.test");
  await page.fill("#password", PASSWORD);
  await Promise.all([page.waitForNavigation(), page.locator("main form button:not([type=button])").first().click()]);
  await until(async () => (await waiting(page)) === 0, "the log is not delivered");
  await page.goto(`${origin}/teach/sessions/${expected.at(-1).session}`);
  await done(page, "everything is delivered");

  for (const { session, enrollment } of expected) {
    const marks = await page.evaluate(
      async ([session, enrollment]) => (await fetch(`/api/v1/sessions/${session}/marks?enrollment_id=${enrollment}`)).json(),
      [session, enrollment],
    );
    demand(marks.length === 1 && marks[0].kind === "present" && marks[0].source === "device", JSON.stringify(marks));
  }
  console.log("ok      offline: each of the thirty marks arrived once");

  page.once("dialog", (dialog) => dialog.dismiss());
  await context.setOffline(true);
  await page.locator('label:has(input[value="late"])').last().click();
  await until(async () => (await waiting(page)) === 1, "the last mark is not in the log");
  await page.locator('form[action="/sign-out"] button').click();
  await new Promise((resolve) => setTimeout(resolve, 500));
  demand((await waiting(page)) === 1 && new URL(page.url()).pathname.startsWith("/teach/"), "signing out did not ask");
  await done(page, "signing out asks while a mark is not delivered");
} catch (error) {
  const [page] = context.pages().slice(-1);
  await page?.screenshot({ path: join(PICTURES, "failed.png") }).catch(() => {});
  console.log(`FAILED  offline: ${error.message}`);
  process.exitCode = 1;
} finally {
  await context.close();
  await house.close().catch(() => {});
  await rm(profile, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
