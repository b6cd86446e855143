/** The mailboxes of a target before anything connects to it: whether they can be read at all. */
import type { Milliseconds } from "../base/time.ts";
import type { Target } from "../targets/target.ts";
import { targetError, type TargetUsageError } from "./target_error.ts";

const pause: Milliseconds = 200; // our choice: between two looks at one whose server may be starting

/** Says which mailbox of a target is not there, or cannot be read for `within` milliseconds; undefined where all can be. */
export async function findMissingMailbox(
  { mailboxes }: Pick<Target, "mailboxes">,
  within: Milliseconds,
): Promise<TargetUsageError | undefined> {
  const start = performance.now();
  for (const [address, { name, setting, findMissing }] of mailboxes) {
    let missing = await findMissing();
    while (missing?.isForNow === true && performance.now() - start < within) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      missing = await findMissing();
    }
    if (missing === undefined) continue;
    return targetError(
      `Cannot read the ${name} of ${address}: ${missing.why}`,
      `${setting} names it: correct that${missing.hint === "" ? "" : `, or ${missing.hint}`}`,
    );
  }
  return undefined;
}
