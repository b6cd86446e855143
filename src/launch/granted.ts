/**
 * Permissions as flags for Deno. A list in a flag ends at a comma, and what stands there alone may mean everything:
 * whatever could be read as more than one value, or as many, is refused.
 * @module
 */

/** What a permission is about. */
export type Kind = "net" | "read" | "write" | "env" | "run";

/** What `smtpspec` may be allowed. */
const kinds: readonly Kind[] = ["net", "read", "write", "env"];

// A wildcard stands for hosts and variables, a slash for a network; the path of a socket may hold both.
const wide: Readonly<Record<Kind, RegExp>> = {
  net: /^(?!unix:).*[*/]/,
  env: /\*/,
  run: /^$/,
  read: /^$/,
  write: /^$/,
};

/** Gives the flags for the permissions that `src/cli/permissions.ts` printed. Throws where a value could widen them. */
export function readGranted(json: string): string[] {
  const granted: unknown = JSON.parse(json);
  if (typeof granted !== "object" || granted === null) throw new TypeError(`Cannot read permissions: ${json}`);
  const odd = Object.keys(granted).find((key) => !kinds.some((kind) => kind === key));
  if (odd !== undefined) throw new TypeError(`Cannot read permissions: there is no "${odd}"`);
  const lists: Readonly<Record<string, unknown>> = { ...granted };
  const flags = kinds.flatMap((kind) => {
    const values: unknown = lists[kind];
    if (!Array.isArray(values)) throw new TypeError(`Cannot read permissions: "${kind}" is no list`);
    return values.length === 0 ? [] : [allow(kind, values)];
  });
  return [...flags, "--ignore-env"]; // the YAML library asks for variables that it does not need
}

/** Writes the flag that allows these values and no others. Throws where that is not possible. */
export function allow(kind: Kind, values: readonly unknown[]): string {
  for (const value of values) {
    const isWide = wide[kind].test(String(value));
    if (typeof value !== "string" || value === "" || /[,\p{Cc}]/u.test(value) || isWide) {
      throw new TypeError(
        `Cannot allow Deno to use ${JSON.stringify(value)}: a value with a comma, a control character or a wildcard ` +
          `would allow more (--allow-${kind}). Rename it, or move it to another folder.`,
      );
    }
  }
  return `--allow-${kind}=${values.join(",")}`;
}
