/** What must not get into a transcript or a report, whoever sends it. */
import type { Target } from "../targets/target.ts";
import { isTooShortToMask, leastSecretCharacters, Secrets } from "../wire/secrets.ts";

/** Gives the secrets that a run begins with: passwords, tokens, and those of mailboxes. What AUTH makes of them comes later. */
export function secretsOf(target: Pick<Target, "pass" | "bearerToken" | "mailboxes">): Secrets {
  const secrets = new Secrets();
  for (const secret of listSecrets(target)) secrets.add(secret);
  return secrets;
}

/** Says that a secret of a run is too short to be masked, or undefined when all of them will be. */
export function warnOfShortSecrets(target: Pick<Target, "pass" | "bearerToken" | "mailboxes">): string | undefined {
  const short = listSecrets(target).filter(isTooShortToMask);
  return short.length === 0
    ? undefined
    : `A password has fewer than ${leastSecretCharacters} characters and cannot be masked: reports may show it`;
}

function listSecrets({ pass, bearerToken, mailboxes }: Pick<Target, "pass" | "bearerToken" | "mailboxes">): string[] {
  const ofMailboxes = [...mailboxes.values()].flatMap((source) => source.secrets);
  return [...[pass, bearerToken].flatMap((secret) => secret ?? []), ...ofMailboxes];
}
