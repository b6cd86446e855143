/**
 * Runs Deno as a child, the same executable as this one, so it need not be on PATH.
 * @module
 */

/** How a child runs: `quiet` shows nothing of it, `read` gives its standard output, `shown` shares this terminal. */
export type RunOptions = {
  readonly output: "quiet" | "read" | "shown";
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** Milliseconds after which the child is killed. */
  readonly within?: number;
};

/** How a child ended; `isStopped` if a signal asked this process to stop meanwhile. */
export type Ended = { readonly code: number; readonly text: string; readonly isStopped: boolean };

// Windows has no SIGTERM to listen for.
const signals: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs Deno with these arguments and resolves when it has ended; signals to this process go on to the child. */
export async function runDeno(args: readonly string[], { output, cwd, env = {}, within }: RunOptions): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env,
    stdin: output === "shown" ? "inherit" : "null",
    stdout: output === "shown" ? "inherit" : output === "read" ? "piped" : "null",
    stderr: output === "quiet" ? "null" : "inherit",
  }).spawn();
  let isStopped = false;
  const stop = (signal: Deno.Signal) => {
    isStopped = true;
    // A terminal sends Ctrl-C to the child too, and the child may take a second one for "at once".
    if (signal !== "SIGINT" || !hasTerminal()) kill(child, signal);
  };
  const listeners = signals.map((signal) => [signal, () => stop(signal)] as const);
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  const limit = within === undefined ? undefined : setTimeout(() => kill(child, "SIGKILL"), within);
  const text = output === "read" ? await new Response(child.stdout).text() : "";
  const { code } = await child.status;
  clearTimeout(limit);
  for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  return { code, text, isStopped };
}

function hasTerminal(): boolean {
  return Deno.stdin.isTerminal() || Deno.stderr.isTerminal();
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // It ended in the same moment, which is what we wanted.
    if (!(error instanceof TypeError)) throw error;
  }
}
