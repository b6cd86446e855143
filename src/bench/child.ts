/** Other programs, timed as whole processes. */
import { fromFileUrl } from "../cli/paths.ts";
import type { Milliseconds } from "../base/time.ts";

/** What running a program needed. */
export interface Timed {
  readonly time: Milliseconds;
  /** The most memory that it had at once, in octets; read every few milliseconds. */
  readonly memory: number;
}

/** Runs a program to its end. Rejects when it cannot be run, or ends with another code than one of `codes`. */
export async function timeProgram(
  program: string,
  args: readonly string[],
  { codes = [0], env = {} }: { readonly codes?: readonly number[]; readonly env?: Record<string, string> } = {},
): Promise<Timed> {
  const start = performance.now();
  const child = new Deno.Command(program, { args: [...args], env, stdin: "null", stdout: "null", stderr: "piped" })
    .spawn();
  let memory = 0;
  let isOver = false;
  const watched = (async () => {
    while (!isOver) {
      memory = Math.max(memory, await readPeak(child.pid));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const { code, stderr } = await child.output();
  const time = performance.now() - start;
  isOver = true;
  await watched;
  if (!codes.includes(code)) {
    throw new Error(`${program} ended with ${code}: ${new TextDecoder().decode(stderr).trim().slice(-300)}`);
  }
  return { time, memory };
}

/** Reads the peak of a process's memory, 0 when it is gone. */
async function readPeak(pid: number): Promise<number> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s+([0-9]+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || /ESRCH|os error 3\b/.test(String(error))) return 0;
    throw error;
  }
}

/** Gives the arguments for `deno run` that start smtpspec itself, with the packages that this process has. */
export function ownFlags(): string[] {
  const isOffline = import.meta.resolve("@std/cli/parse-args").startsWith("file:");
  const map = fromFileUrl(new URL("../launch/offline/import_map.json", import.meta.url));
  const main = fromFileUrl(new URL("../main.ts", import.meta.url));
  return ["--allow-all", "--no-lock", ...isOffline ? [`--import-map=${map}`] : [], main];
}
