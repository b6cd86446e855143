/**
 * The matrix: starts real mail servers on loopback, for people to test against (`--serve`).
 */
import { parseArgs } from "@std/cli/parse-args";
import { complain, printError, printOut } from "./cli/outcome.ts";
import { matchesGlob } from "./plan/select.ts";
import { exitCodes } from "./judge/verdict.ts";
import { password, passwordVariable } from "./matrix/fixtures.ts";
import type { Kit } from "./matrix/kit.ts";
import { kits } from "./matrix/kits.ts";
import { fetchStore, findStore } from "./matrix/packages.ts";
import { type Running, startServer } from "./matrix/sandbox.ts";

const help = `deno task matrix [--only NAMES] [--install] [--serve]

Starts real mail servers on free ports of 127.0.0.1, each in a private root.

  --only NAMES   only these servers, with commas between; * stands for anything
  --install      fetch the packages that are missing, into ~/.cache/smtpspec-matrix; nothing
                 is installed on this machine
  --serve        start the servers, print how to test them, and keep them until Ctrl-C

Servers: ${kits.map(({ name }) => name).join(" ")}

It needs Linux, root (for mount namespaces and overlayfs), and for the servers from Debian
the apt-get of a Debian machine; for those from npm, node and npm.
`;

if (import.meta.main) Deno.exit(await matrix(Deno.args));

async function matrix(args: readonly string[]): Promise<number> {
  const flags = parseArgs([...args], { boolean: ["help", "install", "serve"], string: ["only"], collect: ["only"] });
  if (flags.help) {
    await printOut(help);
    return exitCodes.conforms;
  }
  const globs = flags.only.flatMap((names) => names.split(","));
  const unknown = globs.find((glob) => !kits.some(({ name }) => matchesGlob(glob, name)));
  if (unknown !== undefined) {
    return await complain(`No server is called "${unknown}"`, kits.map(({ name }) => name).join(" "));
  }
  const chosen = kits.filter(({ name }) => globs.length === 0 || globs.some((glob) => matchesGlob(glob, name)));
  return await serve(chosen, { isInstalling: flags.install });
}

async function serve(chosen: readonly Kit[], options: { readonly isInstalling: boolean }): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) Deno.addSignalListener(signal, () => resolve());
  });
  const running: Running[] = [];
  try {
    for (const kit of chosen) {
      const server = await start(kit, options);
      if (server === undefined) continue;
      running.push(server);
      await printOut(
        `${server.title}:\n  ${passwordVariable}=${password} deno task smtpspec run ${server.target}\n`,
      );
    }
    if (running.length === 0) return exitCodes.untestable;
    await printOut("Ctrl-C ends them\n");
    await Promise.race([stopped, Promise.all(running.map(({ ended }) => ended))]);
    return exitCodes.conforms;
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}

/** Starts one server; says why it could not. */
async function start(kit: Kit, { isInstalling }: { readonly isInstalling: boolean }): Promise<Running | undefined> {
  const folder = `${Deno.env.get("HOME") ?? "/root"}/.cache/smtpspec-matrix`;
  try {
    let store = await findStore(kit, folder);
    if (store === undefined && !isInstalling) {
      await printError(`${kit.title} is not there: --install fetches it\n`);
      return undefined;
    }
    if (store === undefined) {
      await printError(`fetching ${kit.title} …\n`);
      store = await fetchStore(kit, folder);
    }
    return await startServer(kit, store);
  } catch (error) {
    await printError(`${(error as Error).message}\n`);
    return undefined;
  }
}
