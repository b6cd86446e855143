/** What must not get into a transcript or a report from the start, whoever says it. */
import { base64, utf8 } from "../base/octets.ts";
import type { Target } from "../targets/target.ts";

/** Gives the password with what LOGIN (by itself) and PLAIN (RFC 4616 §2) make of it, and the secrets of mailboxes. */
export function secretsOf({ user, pass, mailboxes }: Pick<Target, "user" | "pass" | "mailboxes">): string[] {
  const ofUser = pass === undefined ? [] : [pass, base64(utf8(pass)), base64(utf8(`\0${user ?? ""}\0${pass}`))];
  return [...ofUser, ...[...mailboxes.values()].flatMap(({ secrets }) => secrets)];
}
