/** What must not get into a transcript or a report, whoever sends it. */
import type { Target } from "../targets/target.ts";
import { isTooShortToMask, leastSecretCharacters, Secrets } from "../wire/secrets.ts";

/** Gives the secrets that a run begins with: passwords, and those of mailboxes. What AUTH makes of them comes later. */
export function secretsOf({ pass, mailboxes }: Pick<Target, "pass" | "mailboxes">): Secrets {
  const secrets = new Secrets();
  if (pass !== undefined) secrets.add(pass);
  for (const source of mailboxes.values()) for (const secret of source.secrets) secrets.add(secret);
  return secrets;
}

/** Says that a secret of a run is too short to be masked, or undefined when all of them will be. */
export function warnOfShortSecrets({ pass, mailboxes }: Pick<Target, "pass" | "mailboxes">): string | undefined {
  const ofMailboxes = [...mailboxes.values()].flatMap((source) => source.secrets);
  const short = [...pass === undefined ? [] : [pass], ...ofMailboxes].filter(isTooShortToMask);
  return short.length === 0
    ? undefined
    : `A password has fewer than ${leastSecretCharacters} characters and cannot be masked: reports may show it`;
}
