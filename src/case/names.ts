/** The names of variables that a case may use without making them. */

/** What the target file or the flags give. */
export const targetNames = [
  "client",
  "domain",
  "local",
  "from",
  "rcpt",
  "rcpts",
  "unknown_rcpt",
  "foreign_rcpt",
  "list",
  "user",
  "pass",
  "bearer_token",
] as const;
export type TargetName = typeof targetNames[number];

/** Those that no report may show. */
export const secretNames: readonly string[] = ["pass", "bearer_token"] satisfies TargetName[];

/**
 * What each run makes: a token safe in a Subject, the date (RFC 5322 §3.3), the standard header fields, a nonce, EHLO
 * or LHLO, the filler.
 */
export const runNames = ["token", "date", "headers", "client_nonce", "hello", "fill"] as const;

/** Says whether a name stands for something that the latest EHLO offered, as `SIZE` or `LIMITS_RCPTMAX`. */
export function isOfferName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}
