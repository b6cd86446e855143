/**
 * Finds out where the `@std` names come from: from JSR, or, where that is out of reach, from this folder.
 * @module
 */
import { runDeno } from "./child.ts";

/** Where the `@std` names come from in this run. */
export type World = { readonly kind: "online" } | { readonly kind: "offline"; readonly notice: string };

/** What the decision is made from. */
export type Surroundings = {
  /** Whether the user set `SMTPSPEC_OFFLINE=1`. */
  readonly isForced: boolean;
  /** Whether Deno can load the `@std` modules from there. */
  readonly loads: (from: Source) => Promise<boolean>;
  readonly memory: Memory;
};

/** Deno's cache alone, or JSR as well. */
export type Source = "cache" | "network";

/** Remembers for a while that JSR was out of reach, for the search costs 2 s where a network drops packets. */
export type Memory = { readonly failedLately: () => boolean; readonly noteFailure: () => void };

/** Decides where the `@std` names come from, the quick ways first. */
export async function findWorld({ isForced, loads, memory }: Surroundings): Promise<World> {
  const instead = "src/launch/offline/ stands in for @std";
  if (isForced) return { kind: "offline", notice: `SMTPSPEC_OFFLINE=1: ${instead}` };
  if (await loads("cache")) return { kind: "online" };
  if (!memory.failedLately()) {
    if (await loads("network")) return { kind: "online" };
    memory.noteFailure();
  }
  return { kind: "offline", notice: `JSR is out of reach: ${instead} (SMTPSPEC_OFFLINE=1 skips the search)` };
}

/** Lets Deno load the `@std` modules, and kills it after `within` milliseconds; exits where the user stops it. */
export async function loadsStd(
  from: Source,
  { root, env = {}, within = 2000 }: { root: string; env?: Record<string, string>; within?: number },
): Promise<boolean> {
  // `cache` fetches what only the type check needs too, but it cannot be kept from the network.
  const how = from === "cache" ? ["run", "--no-prompt", "--cached-only"] : ["cache"];
  const args = [...how, "--no-lock", `--config=${root}/deno.json`, `${root}/src/launch/offline/std.ts`];
  const { code, isStopped } = await runDeno(args, { output: "quiet", cwd: root, env, within });
  if (isStopped) Deno.exit(code || 130);
  return code === 0;
}

/** Keeps the memory in a storage. It is about one registry, `jsr`, and lasts ten minutes. */
export function storedMemory(jsr: string, { storage, now }: { storage: Storage; now: () => number }): Memory {
  const lasts = 600_000; // our choice, in milliseconds: worth the trouble, and soon over after a journey
  return {
    failedLately: () => {
      const [at, where] = (attempt(() => storage.getItem("jsrFailed")) ?? "").split(" ");
      const age = now() - Number(at);
      return where === jsr && age >= 0 && age < lasts;
    },
    noteFailure: () => attempt(() => storage.setItem("jsrFailed", `${now()} ${jsr}`)),
  };
}

// A storage that cannot be read or written costs time, nothing else.
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
