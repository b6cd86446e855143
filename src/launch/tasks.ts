/**
 * What each task runs: the arguments for Deno, with the permissions in them. Pure.
 * @module
 */
import { allow } from "./granted.ts";
import type { World } from "./world.ts";

/** Facts that the arguments are made from; paths are absolute. */
export type Facts = {
  readonly world: World;
  /** The folder of deno.json. */
  readonly root: string;
  /** The executable of Deno. */
  readonly deno: string;
  /** The folder for temporary files. */
  readonly temp: string;
  /** The flags for the permissions that `src/cli/permissions.ts` printed; only `smtpspec` has them. */
  readonly granted: readonly string[];
  /** What the user wrote after the name of the task. */
  readonly args: readonly string[];
};

/** Where a browser may be, to test the HTML report in it. Deno says nothing about a path that is not there. */
export const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"] as const;

/** Where the validator of XML may be, to test the JUnit report with. */
export const xmllint = "/usr/bin/xmllint";

// Expressions of case files have a machine of their own. Those of our code meet the text of strangers: what backtracks
// without end goes on in linear time.
const v8 = "--v8-flags=--enable-experimental-regexp-engine-on-excessive-backtracks";

// A path below the working folder, which is `root` for all tasks but smtpspec, is given from there: the folder's own
// name may hold a comma.
const tasks = {
  smtpspec: (facts: Facts) => ["run", ...common(facts), v8, ...facts.granted, `${facts.root}/src/main.ts`],
  permissions: (facts: Facts) => [
    "run",
    ...common(facts),
    "--allow-env",
    "--allow-net", // It looks the hosts of the target up, and connects to nothing.
    "--allow-read",
    `${facts.root}/src/cli/permissions.ts`,
  ],
  test: (facts: Facts) => [
    "test",
    "--parallel",
    ...common(facts),
    v8,
    "--allow-env",
    "--allow-net=127.0.0.1,[::1],localhost",
    "--allow-read",
    allow("run", [facts.deno, "bash", xmllint, ...browsers]),
    allow("write", [facts.temp, "src/testdata"]),
  ],
  demo: (facts: Facts) => [
    "run",
    ...common(facts),
    v8,
    "--allow-env",
    "--allow-net=127.0.0.1",
    "--allow-read",
    "--allow-sys=hostname", // smtp-server greets with it.
    "--allow-write=reports",
    `${facts.root}/src/demo/demo.ts`,
  ],
  prove: (facts: Facts) => [
    "run",
    ...common(facts),
    v8,
    "--allow-env",
    "--allow-net=127.0.0.1",
    "--allow-read",
    allow("write", [facts.temp]), // the mailboxes of the reference server
    `${facts.root}/src/prove/prove.ts`,
  ],
  matrix: (facts: Facts) => [
    "run",
    ...common(facts),
    v8,
    "--allow-env",
    "--allow-net=127.0.0.1",
    "--allow-read",
    "--allow-run", // the servers, and what fetches them
    "--allow-sys",
    "--allow-write",
    `${facts.root}/src/matrix/matrix.ts`,
  ],
  // What is known of the memory of another process, /proc, Deno shows only to who may do everything.
  bench: (facts: Facts) => ["run", ...common(facts), v8, "--allow-all", `${facts.root}/src/bench/bench.ts`],
  check: (facts: Facts) => ["check", ...resolution(facts), `${facts.root}/src`],
};

/** The name of a task. */
export type Task = keyof typeof tasks;

/** Reports whether a text is the name of a task. */
export function isTask(name: string): name is Task {
  return Object.hasOwn(tasks, name);
}

/** Gives the arguments for Deno that do the task. */
export function denoArgs(task: Task, facts: Facts): string[] {
  return [...tasks[task](facts), ...facts.args];
}

/** Gives the variables of the environment that the task is run with, beside those `given`. */
export function envOf(
  task: Task,
  { cores, given }: { cores: number; given: Record<string, string> },
): Record<string, string> {
  // Tests wait more than they work: two files for each core are under way. Our choice.
  return task !== "test" || given.DENO_JOBS !== undefined ? {} : { DENO_JOBS: String(2 * cores) };
}

function common(facts: Facts): string[] {
  return ["--no-prompt", ...resolution(facts)];
}

function resolution({ world, root }: Facts): string[] {
  const config = `--config=${root}/deno.json`;
  if (world.kind === "online") return [config];
  return [config, `--import-map=${root}/src/launch/offline/import_map.json`, `--lock=${root}/deno.lock`, "--frozen"];
}
