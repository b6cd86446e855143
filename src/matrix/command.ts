/** Other programs, run to their end. */

const within = 300_000; // our choice: a slow mirror may need minutes, a dead one should not block the rest

/** Runs a program and gives its standard output. Rejects when it fails, with the end of what it printed. */
export async function runCommand(
  program: string,
  args: readonly string[],
  { cwd }: { readonly cwd?: string } = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
    signal: AbortSignal.timeout(within),
    ...cwd === undefined ? {} : { cwd },
  }).output().catch((error: Error) => {
    throw new Error(`Cannot run ${program}: ${error.message}`);
  });
  const text = new TextDecoder();
  if (success) return text.decode(stdout);
  const lines = text.decode(stderr).trim().split("\n").slice(-3).join("; ");
  throw new Error(`${program} ${args[0] ?? ""} failed: ${lines}`);
}
