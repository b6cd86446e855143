/** What must not get into a transcript or a report, whoever says it. */
import type { Target } from "../targets/target.ts";
import { Secrets } from "../wire/secrets.ts";

/** Gives the secrets that a run begins with: passwords, and those of mailboxes. What AUTH makes of them comes later. */
export function secretsOf({ pass, mailboxes }: Pick<Target, "pass" | "mailboxes">): Secrets {
  const secrets = new Secrets();
  if (pass !== undefined) secrets.add(pass);
  for (const source of mailboxes.values()) for (const secret of source.secrets) secrets.add(secret);
  return secrets;
}
