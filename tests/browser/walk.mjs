// The main job of Postup from end to end, as its README tells it, in both languages, on a phone and on a desk, with scripts and
// without; and on two of these walks a round through every page. Steps find their way by addresses and names of fields, so that
// the words may change. Two walks go at a time, each through a house of its own; at the end all pages are judged together.
import { chromium } from "playwright-core";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./house.mjs";
import { judge } from "./markup.mjs";
import { Round } from "./round.mjs";
import { Witness } from "./witness.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const PICTURES = join(ROOT, "target/screenshots");
const PAGES = join(ROOT, "target/pages");
const PASSWORD = "demo demo demo demo";
const OWN_PASSWORD = "ліхтар сорока верба дощ";
const PATIENCE = 30_000;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const WALKS = [
  { name: "uk-phone", language: "uk", round: true, context: { locale: "uk-UA", viewport: PHONE, javaScriptEnabled: false } },
  { name: "en-desk", language: "en", round: true, context: { locale: "en-GB", viewport: DESK } },
  { name: "en-phone", language: "en", context: { locale: "en-GB", viewport: PHONE } },
  { name: "uk-desk", language: "uk", context: { locale: "uk-UA", viewport: DESK, javaScriptEnabled: false } },
];
/** Walks under way at once. */
const AT_ONCE = 2;

const tally = { passed: 0, failed: 0 };

function note(walk, title, faults) {
  if (faults.length === 0) {
    tally.passed += 1;
    console.log(`ok      ${walk}: ${title}`);
    return;
  }
  tally.failed += 1;
  console.log(`FAILED  ${walk}: ${title}`);
  for (const fault of faults) console.log(`          ${fault}`);
}

function demand(truth, words) {
  if (!truth) throw new Error(words);
}

/** One person's browser on one installation, and the words for what people do with it. */
class Visit {
  constructor(plan, page, context, witness, round, origin) {
    Object.assign(this, { plan, page, context, witness, round, origin });
  }

  async go(path) {
    const answer = await this.page.goto(this.origin + path);
    demand(answer.status() === 200, `${path} answers ${answer.status()}`);
  }

  async follow(selector) {
    await Promise.all([this.page.waitForNavigation(), this.page.locator(selector).first().click()]);
  }

  language() {
    return this.page.locator("html").getAttribute("lang");
  }

  /** Presses the button of the form that goes to `action`. */
  async send(action) {
    await this.follow(`form[action="${action}"] button:not([type=button])`);
  }

  /** Marks are delivered as they are chosen where there are scripts, and sent with the form where there are none. */
  async keep(action) {
    if (this.plan.context.javaScriptEnabled === false) return this.send(action);
    if (action.endsWith("/everyone")) await this.page.locator(`form[action="${action}"] button`).click();
    await this.page.waitForTimeout(1_000);
    await this.page.waitForFunction(() => !document.querySelector("[data-waits]"));
    await this.page.reload();
  }

  at(pattern) {
    const path = this.page.url().slice(this.origin.length);
    demand(pattern.test(path), `is at ${path}, not at ${pattern}`);
  }

  async look(name, options) {
    this.round.saw(new URL(this.page.url()).pathname);
    this.tell(`the page ${name}`, await this.witness.look(this.page, name, options));
  }

  tell(title, faults) {
    note(this.plan.name, title, faults);
  }

  async signIn(email, to, password = PASSWORD) {
    if (to) await this.go(to);
    await this.page.fill("#email", email);
    await this.page.fill("#password", password);
    await this.send("/sign-in");
    demand((await this.page.locator('form[action="/sign-out"]').count()) === 1, `${email} is not signed in`);
    // The language of the person is spoken from here on; the switch changes it for good.
    if ((await this.language()) !== this.plan.language) await this.send("/language");
  }

  async signOut() {
    await this.send("/sign-out");
    demand((await this.page.locator('form[action="/sign-out"]').count()) === 0, "still signed in");
  }

  /** Looks again until the page shows it, as somebody without scripts does; long work goes on meanwhile. */
  async until(selector) {
    const end = Date.now() + PATIENCE;
    while ((await this.page.locator(selector).count()) === 0) {
      demand(Date.now() < end, `${this.page.url()} does not come to show ${selector}`);
      await this.page.waitForTimeout(500);
      await this.page.reload();
    }
  }

  /** Reads something that is no page; resolves to its bytes. */
  async fetch(path, type) {
    const answer = await this.context.request.get(this.origin + path);
    demand(answer.status() === 200, `${path} answers ${answer.status()}`);
    const given = answer.headers()["content-type"] ?? "";
    demand(given.startsWith(type), `${path} is ${given}, not ${type}`);
    this.round.saw(path);
    return answer.body();
  }

  /** Opens the newest letter to `reader` whose text leads to `link`; letters leave a moment after what caused them. */
  async letter(reader, link) {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      await this.go("/dev/mail");
      const entries = this.page.locator("ol.entries > li").filter({ hasText: reader });
      const paths = await entries.locator("h2 a").evaluateAll((links) => links.map((one) => one.getAttribute("href")));
      for (const path of paths.slice(0, 3)) {
        await this.go(path);
        if (await this.page.locator(`main a[href*="${link}"]`).count()) return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    throw new Error(`no letter to ${reader} leads to ${link}`);
  }
}

/** What happens, in order; a step stands on those before it. `kept` carries what one step found for another. */
const STEPS = [
  ["the home page is there", async (visit) => {
    await visit.go("/");
    // The browser's own language is spoken at once; the switch leads away and back.
    await visit.look("home");
    await visit.send("/language");
    demand((await visit.language()) !== visit.plan.language, "the language stays");
    await visit.send("/language");
    demand((await visit.language()) === visit.plan.language, "the language does not come back");
  }],
  ["anybody sees the open cohorts of an oblast first", async (visit) => {
    await visit.page.selectOption("#oblast", { index: 3 });
    await visit.follow("#near form button");
    demand((await visit.page.locator("#near .entries > li").count()) > 0, "no cohort is near");
    await visit.look("home-near");
  }],
  ["a search forgives script and slips, and says what it did not find", async (visit) => {
    await visit.go("/courses");
    await visit.page.fill("#q", "vodapostochannia");
    await visit.follow('form[action="/courses"] button');
    demand((await visit.page.locator('.entries a[href="/courses/WATER"]').count()) === 1, "the course is not found");
    await visit.look("courses-found");
    await visit.page.fill("#q", "зоопарк");
    await visit.follow('form[action="/courses"] button');
    demand((await visit.page.locator(".empty").count()) === 1, "nothing says that nothing was found");
    demand((await visit.page.locator('main a[href="/courses"]').count()) > 0, "there is no way out");
    await visit.look("courses-none");
  }],
  ["the catalogue narrows to a subject", async (visit) => {
    await visit.follow('nav.sections a[href="/courses"]');
    await visit.look("courses");
    const all = await visit.page.locator(".entries > li").count();
    await visit.page.locator('form[action="/courses"] summary').click();
    await visit.page.selectOption("#subject", "accessibility");
    await visit.follow('form[action="/courses"] button');
    demand(all > 1 && (await visit.page.locator(".entries > li").count()) === 1, "the filter leaves more or less than one course");
    await visit.look("courses-filtered");
  }],
  ["a course leads to its cohort", async (visit, kept) => {
    await visit.follow('a[href="/courses/ACCESS"]');
    await visit.look("course");
    await visit.follow('main a[href^="/cohorts/"]');
    kept.cohort = visit.page.url().split("/").pop();
    await visit.look("cohort");
  }],
  ["a wrong password is told so", async (visit) => {
    await visit.follow('main a[href^="/sign-in"]');
    await visit.look("sign-in");
    await visit.page.fill("#email", "official@demo.test");
    await visit.page.fill("#password", "not the password");
    await visit.send("/sign-in");
    demand((await visit.page.locator("#errors-title").count()) === 1, "no word about the wrong password");
    await visit.look("sign-in-refused", { again: false, status: 422 });
  }],
  ["an official applies and has a seat", async (visit, kept) => {
    await visit.signIn("official@demo.test");
    visit.at(new RegExp(`^/cohorts/${kept.cohort}$`));
    await visit.look("cohort-signed-in");
    await visit.send(`/cohorts/${kept.cohort}/enrollments`);
    visit.at(/^\/me\/enrollments\//);
    demand((await visit.page.locator("main .tag.good").count()) >= 1, "the seat is not confirmed");
    kept.enrollment = visit.page.url().split("/").pop();
    await visit.look("enrollment");
  }],
  ["the official sees what comes next", async (visit, kept) => {
    await visit.go("/me");
    demand((await visit.page.locator(`a[href="/me/enrollments/${kept.enrollment}"]`).count()) >= 1, "the new enrollment is not listed");
    await visit.look("me");
    await visit.go("/me/settings");
    await visit.look("me-settings");
    await visit.go(`/me/enrollments/${kept.enrollment}/guest-places`);
    await visit.look("guest-places");
    await visit.go(`/me/enrollments/${kept.enrollment}/withdrawal`);
    await visit.look("withdrawal");
  }],
  ["the letter about the seat has left", async (visit, kept) => {
    await visit.letter("official@demo.test", `/me/enrollments/${kept.enrollment}`);
    await visit.look("letter");
    await visit.follow('main a.button[href$="/html"]');
    demand((await visit.page.locator("body").innerText()).length > 100, "the letter is empty");
    await visit.go("/dev/mail");
    await visit.look("mail");
    await visit.signOut();
  }],
  ["a trainer finds today's register", async (visit) => {
    await visit.signIn("trainer@demo.test", "/sign-in?to=/teach");
    visit.at(/^\/teach$/);
    await visit.look("teach");
    await visit.page.locator("main li").filter({ hasText: "ACCESS-1" }).locator("a").first().click();
    await visit.page.waitForURL(/\/teach\/sessions\//);
    await visit.look("register");
  }],
  ["the trainer opens the check-in and counts heads", async (visit, kept) => {
    const register = new URL(visit.page.url()).pathname;
    kept.session = register.split("/").pop();
    await visit.follow(`a[href="${register}/check-in"]`);
    await visit.look("check-in-open");
    await visit.send(`${register}/check-in`);
    demand((await visit.page.locator("svg.symbol").count()) === 1, "there is no code on the screen");
    await visit.look("check-in-screen");
    await visit.go(`${register}/word`);
    await visit.look("check-in-word");
    await visit.send(`${register}/word`);
    await visit.go(`${register}/heads`);
    await visit.look("check-in-heads");
    await visit.page.fill("#heads", "12");
    await visit.send(`${register}/heads`);
    visit.at(/^\/teach\/sessions\/[0-9a-f-]{36}$/);
    await visit.look("register-counted");
    await visit.go(`${register}/codes`);
    await visit.look("check-in-codes");
    await visit.page.fill("#bearer", "000 000 0000");
    await visit.send(`${register}/codes`);
    demand((await visit.page.locator("#errors-title").count()) === 1, "nobody's code is taken");
    await visit.look("check-in-codes-refused", { again: false, status: 422 });
    await visit.go(register);
  }],
  ["the trainer enters a sheet that was signed", async (visit) => {
    const register = new URL(visit.page.url()).pathname;
    await visit.follow(`a[href="${register}/paper"]`);
    await visit.look("paper");
    await visit.follow('button[name="step"][value="all"]');
    const ticked = visit.page.locator('input[name="signed"]:checked');
    const all = await ticked.count();
    demand(all >= 18, `${all} lines are ticked`);
    for (const place of [0, 1]) await visit.page.locator('input[name="signed"]').nth(place).uncheck();
    await visit.page.fill("#codes", "AAA-AAA");
    await visit.page.fill("#walk_ins", "Пані з водоканалу");
    await visit.send(`${register}/paper`);
    demand((await visit.page.locator(".notice code").count()) === 1, "the wrong code is not named");
    await visit.look("paper-look", { again: false });
    await visit.follow('button[name="step"][value="back"]');
    demand((await ticked.count()) === all - 2, "the ticks were not kept");
    await visit.page.fill("#codes", "");
    await visit.send(`${register}/paper`);
    await visit.follow('button[name="step"][value="save"]');
    visit.at(/^\/teach\/sessions\/[0-9a-f-]{36}$/);
    const present = await visit.page.locator('.segments input[value="present"]:checked').count();
    demand(present >= all - 2, `${present} of ${all} are present`);
    await visit.look("register-from-paper");
  }],
  ["the trainer takes minutes from the report of a meeting", async (visit) => {
    const register = new URL(visit.page.url()).pathname;
    await visit.follow(`a[href="${register}/log"]`);
    await visit.look("log");
    const time = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const rows = ["Name,Email,Join time,Leave time", `Official,official@demo.test,${time(5)},${time(4)}`,
      `Notetaker,,${time(5)},${time(4)}`, "Broken,,yesterday,"].join("\n");
    await visit.page.setInputFiles("#file", { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
    await visit.send(`${register}/log`);
    const open = visit.page.locator('select[name="who-1"]');
    demand((await open.count()) === 1, "nobody is asked who the notetaker is");
    await visit.look("log-look", { again: false });
    await open.selectOption("nobody");
    await visit.follow('button[name="step"][value="save"]');
    visit.at(/^\/teach\/sessions\/[0-9a-f-]{36}$/);
  }],
  ["the trainer marks everybody present and closes", async (visit) => {
    const session = new URL(visit.page.url()).pathname;
    const people = await visit.page.locator("fieldset:has(.segments)").count();
    demand(people >= 18, `the register has ${people} people`);
    await visit.keep(`${session}/everyone`);
    const present = await visit.page.locator('.segments input[value="present"]:checked').count();
    demand(present === people, `${present} of ${people} are present`);
    await visit.look("register-marked");
    await visit.page.locator("#reason").selectOption({ index: 1 });
    await visit.page.locator('.segments label:has(input[value="late"])').last().click();
    await visit.keep(session);
    const late = await visit.page.locator('.segments input[value="late"]:checked').count();
    demand(late === 1, `${late} people are late after one correction`);
    await visit.follow(`a[href="${session}/closing"]`);
    await visit.look("register-closing");
    await visit.send(`${session}/closing`);
    demand((await visit.page.locator(".segments").count()) === 0, "the closed register still takes marks");
    await visit.look("register-closed");
    await visit.signOut();
  }],
  ["a manager finds the cohort", async (visit, kept) => {
    await visit.signIn("manager@demo.test", "/sign-in?to=/manage");
    await visit.look("manage");
    await visit.follow(`main a[href="/manage/cohorts/${kept.cohort}"]`);
    await visit.look("manage-cohort");
    for (const [name, path] of [
      ["manage-programs", "/manage/programs"],
      ["manage-courses", "/manage/courses"],
      ["manage-cohorts", "/manage/cohorts"],
      ["manage-mail", "/manage/mail"],
      ["manage-applications", `/manage/cohorts/${kept.cohort}/applications`],
      ["manage-completion", `/manage/cohorts/${kept.cohort}/completion`],
      ["manage-session-new", `/manage/cohorts/${kept.cohort}/sessions/new`],
      ["manage-cohort-edit", `/manage/cohorts/${kept.cohort}/edit`],
    ]) {
      await visit.go(path);
      await visit.look(name);
    }
  }],
  ["the manager makes the next cohort from this one", async (visit, kept) => {
    const copy = `/manage/cohorts/${kept.cohort}/copy`;
    await visit.go(copy);
    await visit.look("cohort-copy");
    await visit.send(copy);
    demand((await visit.page.locator("#errors-title").count()) === 1, "a copy without a code is taken");
    await visit.look("cohort-copy-refused", { again: false, status: 422 });
    await visit.page.fill("#code", "ACCESS-77");
    await visit.send(copy);
    await visit.look("cohort-copy-preview", { again: false });
    await visit.follow(`form[action="${copy}"] button[value="keep"]`);
    visit.at(/^\/manage\/cohorts\/[0-9a-f-]{36}$/);
    demand((await visit.page.locator(".tasks > li").count()) === 7, "the tasks are not listed");
    await visit.look("cohort-copied");
    await visit.follow('main a[href$="/publication"]');
    await visit.look("cohort-publishing");
    await visit.follow("main p a");
    await visit.follow('main a[href$="/archiving"]');
    await visit.look("cohort-archiving");
    await visit.go("/manage/courses");
    await visit.follow('main a[href^="/manage/courses/"]');
    await visit.look("manage-course");
    await visit.follow('main a[href*="/courses/new?from="]');
    await visit.look("course-copy");
    const courses = await visit.page.locator("main form").first().getAttribute("action");
    await visit.page.fill("#code", "ACCESS-NEXT");
    await visit.follow(`form[action="${courses}"] .actions button`);
    visit.at(/^\/manage\/courses\/[0-9a-f-]{36}$/);
    await visit.follow('main a[href$="/publication"]');
    await visit.look("course-publishing");
  }],
  ["the manager writes to the people of the cohort", async (visit, kept) => {
    const messages = `/manage/cohorts/${kept.cohort}/messages`;
    await visit.go(`${messages}/new`);
    await visit.page.locator('input[name="groups"][value="confirmed"]').check();
    await visit.page.fill("#subject_uk", "Про завтра");
    await visit.page.fill("#body_uk", "Вітаємо, {name}! Візьміть, будь ласка, план вашої громади.");
    await visit.send(`${messages}/preview`);
    await visit.look("message-confirm", { again: false });
    await visit.follow(`form[action="${messages}"] button:not([name="edit"])`);
    visit.at(/^\/manage\/messages\/[0-9a-f-]{36}/);
    await visit.look("message");
  }],
  ["the manager issues certificates", async (visit, kept) => {
    const list = `/manage/cohorts/${kept.cohort}/certificates`;
    await visit.go(list);
    const ready = await visit.page.locator('input[name="enrollment_ids"]').count();
    demand(ready >= 17, `${ready} people can have a certificate`);
    await visit.look("certificates-ready");
    const sample = await visit.page.locator('main a[href*="/certificates/sample/"]').first().getAttribute("href");
    await visit.fetch(sample, "application/pdf");
    await visit.send(`${list}/draft`);
    await visit.look("certificates-confirm", { again: false });
    await visit.send(list);
    visit.at(/^\/jobs\/[0-9a-f-]{36}/);
    await visit.until("main .tag.good");
    await visit.look("job");
    await visit.follow(`main a[href="${list}"]`);
    await visit.look("certificates-issued");
    const issued = visit.page.locator('main td a[href^="/manage/certificates/"]');
    demand((await issued.count()) === ready, `${await issued.count()} of ${ready} are issued`);
    await issued.first().click();
    await visit.page.waitForURL(/\/manage\/certificates\//);
    kept.code = (await visit.page.locator('main a[href*="/verify/"]').first().getAttribute("href")).split("/").pop();
    await visit.look("certificate");
    await visit.go("/manage/certificates");
    await visit.look("certificate-register");
    await visit.signOut();
  }],
  ["anybody verifies the certificate", async (visit, kept) => {
    await visit.go("/verify");
    await visit.look("verify");
    await visit.page.fill("#code", kept.code.toLowerCase());
    await visit.send("/verify");
    demand((await visit.page.locator("main .tag.good").count()) === 1, "the certificate is not called valid");
    await visit.look("verify-found");
    const pdf = await visit.fetch(`/verify/${kept.code}/pdf`, "application/pdf");
    demand(pdf.subarray(0, 5).toString() === "%PDF-", "the document is no PDF");
    await visit.go("/verify");
    await visit.page.fill("#code", kept.code.replace(/^./, (first) => (first === "A" ? "B" : "A")));
    await visit.send("/verify");
    demand((await visit.page.locator("#errors-title").count()) === 1, "no word about the mistyped code");
    await visit.look("verify-mistyped", { again: false, status: 422 });
  }],
  ["the official has the certificate", async (visit, kept) => {
    await visit.signIn("official@demo.test", "/sign-in?to=/me/certificates");
    const papers = visit.page.locator('main a[href^="/certificates/"]');
    demand((await papers.count()) === 2, `${await papers.count()} certificates, not 2`);
    const pdf = await visit.fetch(await papers.first().getAttribute("href"), "application/pdf");
    demand(pdf.length > 10_000, "the document is empty");
    await visit.look("me-certificates");
    await visit.go("/check-in");
    await visit.page.fill("#code", "000 000");
    await visit.send("/check-in");
    demand((await visit.page.locator("#errors-title").count()) === 1, "wrong digits are taken");
    await visit.look("check-in-refused", { again: false, status: 422 });
    await visit.go(`/check-in/${kept.session}`);
    await visit.look("check-in-own");
    await visit.go("/me/code");
    await visit.send("/me/code");
    await visit.look("me-code");
    await visit.signOut();
  }],
  ["an analyst reads the results down to a hromada", async (visit) => {
    await visit.signIn("analyst@demo.test", "/sign-in?to=/insight");
    await visit.look("insight");
    const deeper = 'tbody a[href^="/insight?by="]';
    demand((await visit.page.locator(deeper).count()) >= 5, "fewer than five oblasts");
    await visit.follow(deeper);
    visit.at(/by=raion/);
    await visit.look("insight-raions");
    await visit.follow(deeper);
    visit.at(/by=hromada/);
    await visit.look("insight-hromadas");
    const path = await visit.page.locator('a[href^="/insight/figures.csv"]').getAttribute("href");
    const csv = (await visit.fetch(path, "text/csv")).toString();
    demand(csv.trim().split("\n").length >= 2, "the table has no rows");
    await visit.go("/insight?by=month");
    demand((await visit.page.locator('svg.months[role="img"]').count()) === 1, "the months are not drawn");
    await visit.look("insight-months");
    await visit.go("/insight");
    demand((await visit.page.locator('svg.tiles[role="img"]').count()) === 2, "the maps are not drawn");
    const course = await visit.page.locator("#course option").nth(1).getAttribute("value");
    await visit.page.locator('form[action="/insight"] summary').click();
    await visit.page.selectOption("#course", course);
    await visit.follow('form[action="/insight"] button');
    visit.at(new RegExp(`course=${course}`));
    await visit.follow('thead a[href*="sort=completed"]');
    demand((await visit.page.locator('th[aria-sort="descending"]').count()) === 1, "the table is not sorted");
    await visit.look("insight-of-a-course");
    await visit.signOut();
  }],
  ["a citizen reads what came of the memorandum, and takes the data", async (visit) => {
    await visit.go("/");
    await visit.follow('main a[href="/progress"]');
    demand((await visit.page.locator(".indicator").count()) >= 5, "indicators are missing");
    await visit.follow('main a[href="/open-data"]');
    await visit.fetch("/open-data/catalog.json", "application/ld+json");
    for (const path of await visit.page.locator('main a[href$=".csv"]').evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
      const csv = (await visit.fetch(path, "text/csv")).toString();
      demand(csv.trim().split("\n").length >= 2, `${path} has no rows`);
    }
  }],
  ["a manager reports on an indicator", async (visit) => {
    await visit.signIn("manager@demo.test", "/sign-in?to=/manage/programs");
    await visit.follow('main .entries a[href^="/manage/programs/"]');
    await visit.follow('main a[href$="/indicators"]');
    await visit.look("indicators");
    const home = new URL(visit.page.url()).pathname;
    await visit.follow('main a[href$="/reports"]');
    const reports = new URL(visit.page.url()).pathname;
    await visit.send(reports);
    demand((await visit.page.locator("#errors-title").count()) === 1, "an empty report is taken");
    await visit.page.fill("#value", "37");
    const today = new Date();
    for (const [part, value] of [["day", today.getDate()], ["month", today.getMonth() + 1], ["year", today.getFullYear()]]) {
      await visit.page.fill(`[name="on_${part}"]`, String(value));
    }
    await visit.page.fill("#source", "Рішення ради № 5");
    await visit.send(reports);
    await visit.look("indicator-reports");
    await visit.go(`${home}/new`);
    await visit.look("indicator-new");
    await visit.go(home);
    await visit.follow('main .entries h2 a');
    await visit.look("indicator");
    await visit.signOut();
  }],
  ["an administrator looks after accounts", async (visit) => {
    await visit.signIn("admin@demo.test", "/sign-in?to=/admin");
    await visit.look("admin");
    for (const [name, path] of [["admin-accounts", "/admin/accounts"], ["admin-audit", "/admin/audit"],
      ["admin-audit-found", "/admin/audit?kind=cohort"], ["admin-settings", "/admin/settings"], ["people", "/manage/people"], ["organizations", "/manage/organizations"]]) {
      await visit.go(path);
      await visit.look(name);
    }
    await visit.go("/admin/accounts?role=trainer");
    await visit.follow('main a[href^="/admin/people/"]');
    await visit.look("admin-account");
    await visit.follow('main a[href$="/end"]');
    await visit.look("admin-grant-end");
    await visit.signOut();
  }],
  ["a personnel officer tries a table before it counts", async (visit) => {
    await visit.signIn("officer@demo.test", "/sign-in?to=/manage/imports");
    await visit.look("imports");
    const rows = ["family_name;given_name;email", "Шевченко;Тарас;taras@hromada.test", ";Іван;ivan"].join("\r\n");
    await visit.page.selectOption("#kind", "people");
    await visit.page.setInputFiles('input[type="file"]', { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
    await visit.send("/manage/imports");
    visit.at(/^\/manage\/imports\/[0-9a-f-]{36}/);
    const file = new URL(visit.page.url()).pathname;
    await visit.until(`main a[href="${file}/discarding"]`);
    await visit.look("import");
    await visit.follow(`main a[href="${file}/discarding"]`);
    await visit.look("import-discarding");
    await visit.signOut();
  }],
  ["a manager has a long table gathered and takes it away", async (visit) => {
    await visit.signIn("manager@demo.test", "/sign-in?to=/manage/exports");
    await visit.look("exports");
    await visit.send("/manage/exports");
    visit.at(/^\/manage\/exports\/[0-9a-f-]{36}/);
    const path = new URL(visit.page.url()).pathname;
    await visit.until(`main a[href="${path}/table.csv"]`);
    await visit.look("export");
    const table = await visit.fetch(`${path}/table.csv`, "text/csv");
    demand(table.toString().trim().split("\r\n").length > 41, "the table is short");
    const book = await visit.fetch(`${path}/table.xlsx`, "application/vnd.openxmlformats-officedocument");
    demand(book.subarray(0, 2).toString() === "PK", "the workbook is none");
    await visit.go("/manage/exports");
    await visit.look("exports-own");
    await visit.follow(`main a[href="${path}"]`);
    await visit.send(`${path}/discarding`);
    visit.at(/^\/manage\/exports/);
    await visit.signOut();
  }],
  ["somebody new registers and comes in", async (visit) => {
    const email = "new@hromada.test";
    await visit.go("/sign-in");
    await visit.follow('main a[href="/register"]');
    await visit.send("/register");
    demand((await visit.page.locator("#errors-title").count()) === 1, "an empty form is taken");
    await visit.look("register-account-refused", { again: false, status: 422 });
    await visit.go("/register");
    await visit.look("register-account");
    await visit.page.fill("#email", email);
    await visit.page.fill("#password", OWN_PASSWORD);
    await visit.page.fill("#family_name", "Коваленко");
    await visit.page.fill("#given_name", "Марія");
    await visit.page.fill("#employer", "Сумська міська рада");
    await visit.page.fill("#position", "головний спеціаліст");
    await visit.send("/register");
    visit.at(/^\/register\/sent$/);
    await visit.look("register-sent");
    await visit.letter(email, "/confirm/");
    await visit.follow('main a[href*="/confirm/"]');
    await visit.look("register-confirm");
    await visit.send(new URL(visit.page.url()).pathname);
    await visit.signIn(email, "/sign-in?to=/me", OWN_PASSWORD);
    visit.at(/^\/me$/);
    await visit.look("me-empty");
    await visit.signOut();
  }],
  ["a course completed elsewhere opens a cohort that builds on it", async (visit) => {
    await visit.signIn("official@demo.test", "/sign-in?to=/courses/AGGLO");
    await visit.follow('main a[href^="/cohorts/"]');
    const cohort = new URL(visit.page.url()).pathname;
    await visit.look("cohort-not-for-everybody");
    await visit.follow(`a[href="${cohort}/equivalents"]`);
    await visit.look("equivalents");
    await visit.send(`${cohort}/equivalents`);
    demand((await visit.page.locator("#errors-title").count()) === 1, "an empty statement is taken");
    await visit.page.fill("#title", "Просторовий розвиток громад");
    await visit.page.fill("#provider", "Школа урбаністики");
    for (const [part, value] of [["day", "12"], ["month", "5"], ["year", "2025"]]) await visit.page.fill(`[name="completed_on_${part}"]`, value);
    await visit.page.fill("#document", "№ 77-2025");
    await visit.send(`${cohort}/equivalents`);
    await visit.signOut();
    await visit.signIn("manager@demo.test", `/sign-in?to=/manage${cohort}/requirements`);
    await visit.look("requirements-stated");
    await visit.follow('main a[href^="/manage/equivalents/"]');
    const decision = `${new URL(visit.page.url()).pathname}/decision`;
    await visit.look("equivalent");
    await visit.follow(`form[action="${decision}"] button[value="yes"]`);
    await visit.signOut();
    await visit.signIn("official@demo.test", `/sign-in?to=${cohort}`);
    demand((await visit.page.locator(`a[href="${cohort}/equivalents"]`).count()) === 0, "the course still has to be stated");
    await visit.look("cohort-open-now");
    await visit.signOut();
  }],
  ["a colleague approves while the officer is away", async (visit) => {
    await visit.signIn("officer@demo.test", "/sign-in?to=/employer/approvals");
    await visit.follow('main a[href="/employer/stand-ins"]');
    await visit.look("stand-ins");
    await visit.send("/employer/stand-ins");
    demand((await visit.page.locator("#errors-title").count()) === 1, "an empty form is taken");
    await visit.look("stand-ins-refused", { again: false, status: 422 });
    await visit.page.fill("#deputy_email", "official@demo.test");
    const last = new Date(Date.now() + 14 * 86_400_000);
    for (const [part, value] of [["day", last.getDate()], ["month", last.getMonth() + 1], ["year", last.getFullYear()]]) {
      await visit.page.fill(`[name="last_day_${part}"]`, String(value));
    }
    await visit.send("/employer/stand-ins");
    await visit.look("stand-ins-named");
    await visit.signOut();
    await visit.signIn("official@demo.test", "/sign-in?to=/employer/approvals");
    const waiting = await visit.page.locator('input[name="enrollment_id"]').count();
    demand(waiting > 0, "nothing waits for whoever stands in");
    await visit.look("approvals-standing-in");
    await visit.page.locator('input[name="enrollment_id"]').first().check();
    await visit.follow('form[action="/employer/approvals"] button[value="yes"]');
    const left = await visit.page.locator('input[name="enrollment_id"]').count();
    demand(left === waiting - 1, `${left} of ${waiting} wait after one decision`);
    await visit.signOut();
    await visit.signIn("officer@demo.test", "/sign-in?to=/employer/stand-ins");
    await visit.follow('form[action$="/end"] button');
    demand((await visit.page.locator('form[action$="/end"]').count()) === 0, "it was not ended");
    await visit.look("stand-ins-ended");
    await visit.signOut();
  }],
  ["the manager writes down a room with its shelter", async (visit) => {
    await visit.signIn("manager@demo.test", "/sign-in?to=/manage/venues");
    await visit.look("venues-empty");
    await visit.follow('main a[href="/manage/venues/new"]');
    const organization = visit.page.locator("#organization_id");
    if ((await organization.count()) === 1) await organization.selectOption({ index: 1 });
    await visit.page.fill("#name", "Зала засідань, другий поверх");
    await visit.page.fill("#address", "Суми, майдан Незалежності, 2");
    await visit.page.fill("#seats", "40");
    await visit.send("/manage/venues");
    await visit.go("/manage/venues");
    await visit.look("venues");
    await visit.follow('main a[href^="/manage/venues/"]:not([href$="/new"])');
    await visit.look("venue");
    await visit.signOut();
  }],
  ["whoever stays long on one page is told before the sign-in ends, and stays", async (visit) => {
    await visit.signIn("trainer@demo.test", "/sign-in?to=/teach");
    if (visit.plan.context.javaScriptEnabled !== false) {
      await visit.page.evaluate(() => localStorage.setItem("postup-ends", Date.now() + 150_000));
      const told = visit.page.locator("[data-idle]");
      await told.waitFor({ state: "visible" });
      await visit.look("sign-in-ending", { again: false });
      await told.locator("button").click();
      await told.waitFor({ state: "hidden" });
    }
    await visit.signOut();
  }],
  ["every part of pages looks well in every guise", async (visit) => {
    await visit.go("/dev/components");
    await visit.look("components");
    visit.tell("the parts in every guise", await visit.witness.guises(visit.page, "components"));
  }],
  ["an officer sees the credits of the people, and an official the own year", async (visit) => {
    await visit.signIn("officer@demo.test", "/sign-in?to=/employer/credits");
    demand((await visit.page.locator("main tbody tr").count()) > 0, "nobody is in the ledger");
    await visit.look("credits");
    await visit.signOut();
    await visit.signIn("official@demo.test", "/sign-in?to=/me/statement");
    await visit.look("statement");
    // What was completed in December is in the year before.
    if ((await visit.page.locator("main tbody tr").count()) === 0) await visit.follow('main nav a[href^="/me/statement?year="]');
    demand((await visit.page.locator("main tbody tr").count()) > 0, "the statement has no certificate");
    await visit.fetch(await visit.page.locator('main a[href^="/me/statement/pdf"]').getAttribute("href"), "application/pdf");
    await visit.signOut();
  }],
  ["the other public pages are there", async (visit) => {
    for (const name of ["statistics", "progress", "open-data", "forgot", "help", "privacy", "accessibility"]) {
      await visit.go(`/${name}`);
      await visit.look(name);
    }
    const answer = await visit.page.goto(`${visit.origin}/nowhere`);
    demand(answer.status() === 404, `a page that is not there answers ${answer.status()}`);
    await visit.look("not-found", { again: false, status: 404 });
  }],
];

/** After the story, when there is something on every page. */
const ROUND = [
  ["every link leads to a page that can be used", (visit) => visit.round.go(visit)],
  ["every page of the product was looked at", async (visit) => {
    const missed = visit.round.missed();
    demand(missed.length === 0, `nobody came to ${missed.join(", ")}`);
  }],
];

async function walk(browser, plan) {
  const house = await open(PROGRAM);
  const context = await browser.newContext(plan.context);
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const witness = new Witness(browser, context, plan, join(PICTURES, plan.name), join(PAGES, plan.name));
    await witness.attend(page, house.origin);
    const visit = new Visit(plan, page, context, witness, await Round.begin(), house.origin);
    const kept = {};
    for (const [title, step] of [...STEPS, ...(plan.round && process.env.WALK_ROUND !== "no" ? ROUND : [])]) {
      try {
        await step(visit, kept);
        note(plan.name, title, []);
      } catch (error) {
        await page.screenshot({ path: join(PICTURES, plan.name, "failed.png"), fullPage: true }).catch(() => {});
        note(plan.name, title, [`${error.message.split("\n").slice(0, 4).join("\n          ")}`, `at ${page.url()}`]);
        // With WALK_ON in the environment the rest is tried all the same, to see the other pages.
        if (!process.env.WALK_ON) break;
        await context.clearCookies();
      }
    }
  } finally {
    await context.close();
    await house.close();
  }
}

for (const folder of [PICTURES, PAGES]) await rm(folder, { recursive: true, force: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const wanted = process.argv.slice(2);
const ahead = WALKS.filter((plan) => wanted.length === 0 || wanted.includes(plan.name));
const walker = async () => {
  for (let plan = ahead.shift(); plan; plan = ahead.shift()) await walk(browser, plan);
};
try {
  await Promise.all(Array.from({ length: AT_ONCE }, walker));
} finally {
  await browser.close();
}
const { pages, faults } = await judge(PAGES);
note("markup", `${pages} pages are written as HTML is`, faults);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
