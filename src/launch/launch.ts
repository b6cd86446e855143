/**
 * Starts a task of deno.json: `launch.ts TASK ARGUMENTS…`. Finds out whether JSR can be reached, asks Deno for the
 * permissions of the task, and exits with its exit code. Imports nothing that is not built in.
 * @module
 */
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runDeno } from "./child.ts";
import { readGranted } from "./granted.ts";
import { commandVariable, startedAs } from "./started_as.ts";
import { denoArgs, envOf, type Facts, isTask, type Task } from "./tasks.ts";
import { findWorld, loadsStd, storedMemory } from "./world.ts";

const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

if (import.meta.main) {
  try {
    Deno.exit(await launch(Deno.args));
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    Deno.exit(5); // our own error
  }
}

async function launch([task = "", ...args]: readonly string[]): Promise<number> {
  if (!isTask(task)) throw new TypeError(`Cannot start "${task}": src/launch/tasks.ts has no such task`);
  const world = await findWorld({
    isForced: Deno.env.get("SMTPSPEC_OFFLINE") === "1",
    loads: (from) => loadsStd(from, { root }),
    // Deno keeps local storage in its cache: it needs no permission, and nobody else writes there.
    memory: storedMemory(Deno.env.get("JSR_URL") ?? "", { storage: localStorage, now: Date.now }),
  });
  if (world.kind === "offline") process.stderr.write(`${world.notice}\n`);
  const facts = { world, root, deno: Deno.execPath(), temp: tmpdir(), granted: [], args };
  if (task === "smtpspec") return await runSmtpspec(facts);
  const env = envOf(task, { cores: navigator.hardwareConcurrency, given: Deno.env.toObject() });
  return await run(task, facts, { cwd: root, env });
}

async function runSmtpspec(facts: Facts): Promise<number> {
  const cwd = callerFolder();
  const { code, text, isStopped } = await runDeno(denoArgs("permissions", facts), { output: "read", cwd });
  if (isStopped) return code || 130;
  if (code !== 0) return 5; // Our own error, which Deno has written to stderr.
  const [permissions = "", addresses = ""] = text.split("\n");
  const started = startedAs({ cwd: Deno.cwd(), root, env: Deno.env.toObject() });
  const env = { SMTPSPEC_ADDRESSES: addresses, [commandVariable]: started };
  return await run("smtpspec", { ...facts, granted: readGranted(permissions) }, { cwd, env });
}

async function run(task: Task, facts: Facts, where: { cwd: string; env?: Record<string, string> }): Promise<number> {
  return (await runDeno(denoArgs(task, facts), { output: "shown", ...where })).code;
}

// `deno task` goes to the folder of deno.json, but the user's arguments start from where the user is.
function callerFolder(): string {
  const here = Deno.cwd();
  return here === root ? Deno.env.get("INIT_CWD") ?? here : here;
}
