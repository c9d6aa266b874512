// What every page that a walk came to is written in: judged by html-validate and by the Nu checker of the W3C, all pages at once.
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const OUTPUT = 64 * 1024 * 1024;
/** Matters of taste are left to us: how a template breaks its lines, and which of two right ways it writes. */
const config = {
  extends: ["html-validate:recommended"],
  rules: {
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    "void-style": "off",
    "long-title": "off",
    // Browsers of today know what a button in a form does, and where an attribute is empty.
    "no-implicit-button-type": "off",
    "attribute-empty-style": "off",
    "attribute-boolean-style": "off",
    "no-implicit-input-type": "off",
    // Boxes and buttons of one question share its name; parts of a list have a dot in theirs.
    "form-dup-name": "off",
    "valid-id": ["error", { relaxed: true }],
    // The screen of a room asks for the next code by itself, where there are no scripts too.
    "meta-refresh": "off",
    // Lines that break between word and number only where they should are typography, not markup.
    "tel-non-breaking": "off",
  },
};

/** The page of the device has nothing to send: its script delivers. */
const KNOWN = [[/teach-device/, "wcag/h32"]];

/** What html-validate finds in `files`, as lines. */
async function validated(files) {
  const judge = new HtmlValidate(new FileSystemConfigLoader(config));
  const found = [];
  for (const file of files) {
    const report = await judge.validateFile(file);
    for (const { messages } of report.results)
      for (const one of messages) {
        const known = KNOWN.some(([page, rule]) => page.test(file) && rule === one.ruleId);
        if (!known) found.push([file, `${one.ruleId}: ${one.message}`, one.line]);
      }
  }
  return found;
}

/** What the Nu checker finds in `folder`. */
async function checked(folder) {
  const jar = String(createRequire(import.meta.url)("vnu-jar"));
  const run = promisify(execFile)("java", ["-jar", jar, "--errors-only", "--format", "json", "--skip-non-html", folder], { maxBuffer: OUTPUT });
  const { stderr } = await run.catch((ended) => ended);
  let read;
  try {
    read = JSON.parse(stderr);
  } catch {
    throw new Error(`The Nu checker said: ${stderr}`);
  }
  return read.messages.map((one) => [fileURLToPath(one.url), `nu: ${one.message}`, one.lastLine]);
}

/** Everything that is wrong with the pages in `folder`, one line for each kind of fault. */
export async function judge(folder) {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith(".html")).map((name) => join(folder, name));
  if (files.length === 0) throw new Error(`no page is in ${folder}`);
  const found = [...(await validated(files)), ...(await checked(folder))];
  const kinds = new Map();
  for (const [file, words, line] of found) {
    const at = kinds.get(words) ?? [];
    at.push(`${basename(dirname(file))}/${basename(file)}:${line}`);
    kinds.set(words, at);
  }
  return { pages: files.length, faults: [...kinds].map(([words, at]) => `${words} (${at.length}: ${at.slice(0, 3).join(", ")})`) };
}
