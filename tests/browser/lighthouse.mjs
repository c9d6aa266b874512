// Lighthouse on the pages that people come to first; see tests/browser/lighthouse.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { open } from "./house.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = process.env.POSTUP ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/postup");
const PASSWORD = "demo demo demo demo";
const OUTPUT = 64 * 1024 * 1024;
const FIRST_VISIT = 60_000;
const run = promisify(execFile);

async function signIn(origin, email) {
  const answer = await fetch(`${origin}/api/v1/auth/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (answer.status !== 201) throw new Error(`${email} cannot sign in: ${answer.status}`);
  return (await answer.json()).token;
}

async function pages(origin) {
  if (process.argv.length > 2) return process.argv.slice(2).map((path) => [path, path, null]);
  const [trainer, analyst] = [await signIn(origin, "trainer@demo.test"), await signIn(origin, "analyst@demo.test")];
  const registers = await (await fetch(`${origin}/api/v1/registers`, { headers: { authorization: `Bearer ${trainer}` } })).json();
  return [
    ["home", "/", null],
    ["catalogue", "/courses", null],
    ["register", `/teach/sessions/${registers[0].session_id}`, trainer],
    ["insight", "/insight", analyst],
  ];
}

const house = await open(PROGRAM);
let poor = 0;
try {
  for (const [name, path, token] of await pages(house.origin)) {
    const headers = token ? ["--extra-headers", JSON.stringify({ Authorization: `Bearer ${token}` })] : [];
    const { stdout } = await run(process.execPath, [
      process.env.LIGHTHOUSE, house.origin + path, "--quiet", "--output=json",
      "--only-categories=performance,accessibility,best-practices",
      "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --disable-component-update", ...headers,
    ], { maxBuffer: OUTPUT });
    const { categories, audits } = JSON.parse(stdout);
    const requests = audits["network-requests"].details.items;
    const bytes = requests.reduce((sum, one) => sum + (one.transferSize ?? 0), 0);
    const marks = Object.values(categories).map((one) => `${one.title.toLowerCase()} ${Math.round(one.score * 100)}`);
    console.log(`${name}: ${marks.join(", ")}; ${bytes} bytes in ${requests.length} requests, layout shift ${audits["cumulative-layout-shift"].numericValue.toFixed(3)}, largest paint ${Math.round(audits["largest-contentful-paint"].numericValue)} ms`);
    for (const { auditRefs } of Object.values(categories))
      for (const { id, weight } of auditRefs)
        if (weight > 0 && audits[id].score !== null && audits[id].score < 0.9) console.log(`  ${id}: ${audits[id].title} ${audits[id].displayValue ?? ""}`);
    if (bytes > FIRST_VISIT) poor += 1;
  }
} finally {
  await house.close();
}
process.exitCode = poor === 0 ? 0 : 1;
