// The demonstration in a folder of its own, for one walk.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BEGINS_WITHIN = 90_000;
const ENDS_WITHIN = 15_000;

/**
 * Starts `program demo`; resolves to `{ origin, folder, close, kill }` once it listens. With a folder and a port it comes back
 * where one that was killed stood; a folder that was given is left for its owner to remove.
 */
export async function open(program, { folder: given, port = "0" } = {}) {
  const folder = given ?? (await mkdtemp(join(tmpdir(), "postup-walk-")));
  // So that a demonstration has work that is too long to wait for.
  const env = { ...process.env, POSTUP__EXPORTS__AT_ONCE: "40", POSTUP__CERTIFICATES__AT_ONCE: "10" };
  const child = spawn(program, ["demo", "--port", port, "--dir", folder], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  const origin = new Promise((resolve, reject) => {
    const give = (why) => reject(new Error(`The demonstration ${why}:\n${said}`));
    const late = setTimeout(() => give("did not begin in time"), BEGINS_WITHIN);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        said += bytes;
        const line = /^Listening on (\S+)$/m.exec(said);
        if (line) {
          clearTimeout(late);
          resolve(line[1]);
        }
      });
    }
    ended.then((code) => {
      clearTimeout(late);
      give(`ended with ${code}`);
    });
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const close = async () => {
    const late = setTimeout(kill, ENDS_WITHIN);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(late);
    process.off("exit", kill);
    if (!given) await rm(folder, { recursive: true, force: true });
  };
  const fell = async () => {
    kill();
    await ended;
    process.off("exit", kill);
  };
  try {
    return { origin: await origin, folder, close, kill: fell };
  } catch (error) {
    await close();
    throw error;
  }
}
