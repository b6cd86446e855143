/** What must not get into a transcript or a report from the start, whoever says it. */
import { base64, utf8 } from "../base/octets.ts";
import type { Target } from "../targets/target.ts";

/** Gives the password, and what LOGIN (by itself) and PLAIN (RFC 4616 §2) make of it. */
export function secretsOf({ user, pass }: Pick<Target, "user" | "pass">): string[] {
  if (pass === undefined) return [];
  return [pass, base64(utf8(pass)), base64(utf8(`\0${user ?? ""}\0${pass}`))];
}
