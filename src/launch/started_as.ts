/**
 * How smtpspec was started, as somebody would type it again in the same folder. Pure.
 * @module
 */
import { relative, resolve } from "node:path";

/** What is known of the start. */
export type Start = {
  /** The folder in which this process began. */
  readonly cwd: string;
  /** The folder of deno.json. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
};

/** The variable that says it; a wrapper that starts the launcher may set it, and the launcher hands it on. */
export const commandVariable = "SMTPSPEC_COMMAND";

/**
 * Gives the words before those of the user: what a wrapper says, `deno task smtpspec` (with its deno.json, where that
 * belongs to another folder), `npx smtpspec`, `smtpspec` where it is installed, or the launcher itself.
 */
export function startedAs({ cwd, root, env }: Start): string {
  const said = env[commandVariable];
  if (said !== undefined && said !== "" && !/\p{Cc}/u.test(said)) return said;
  const caller = env.INIT_CWD;
  const isNpx = env.npm_command === "exec";
  // `deno task` goes to the folder of deno.json, and says where it was started.
  if (caller !== undefined && cwd === root) return `${isNpx ? "npx -y " : ""}${taskFrom(caller, root)}`;
  if (env.npm_command !== undefined) return "npx smtpspec";
  // A shell names what it started there: the command that `deno install` made, or Deno itself.
  const isDeno = /(?:^|[\\/])deno(?:\.exe)?$/.test(env._ ?? "");
  return isDeno ? `deno run --allow-env --allow-run ${quote(`${root}/src/launch/launch.ts`)} smtpspec` : "smtpspec";
}

function taskFrom(caller: string, root: string): string {
  const up = relative(root, resolve(caller));
  const isInside = up === "" || (!up.startsWith("..") && resolve(root, up) !== up);
  if (isInside) return "deno task smtpspec";
  return `deno task --config ${
    quote(relative(resolve(caller), resolve(root, "deno.json")).replaceAll("\\", "/"))
  } smtpspec`;
}

/** Quotes a word for a shell. */
function quote(word: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
