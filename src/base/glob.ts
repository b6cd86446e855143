/** Patterns over ids and names, in which stars stand for text. Pure. */

/**
 * Says whether a pattern fits an id: `*` stands for anything but a slash, `**` for anything. A pattern without an end
 * fits all below it ("auth", "auth/plain"), and a case's id fits all its variants, roles and hosts.
 */
export function matchesGlob(pattern: string, id: string): boolean {
  return globOf(pattern).test(id);
}

const globOf = once((pattern) => {
  const source = escapeAll(pattern).replace(/\*+/g, (stars) => stars.length > 1 ? ".*" : "[^/]*");
  return new RegExp(`^${source}(?:$|[/[:@])`);
});

/** Compiles each pattern once: it meets thousands of ids. */
export function once(compile: (pattern: string) => RegExp): (pattern: string) => RegExp {
  const known = new Map<string, RegExp>();
  return (pattern) => {
    const glob = known.get(pattern) ?? compile(pattern);
    known.set(pattern, glob);
    return glob;
  };
}

/** Escapes what means something in a regular expression, but for stars. */
export function escapeAll(pattern: string): string {
  return pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
