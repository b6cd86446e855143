/** A breach of the server that the runner met in a session of its own, for the linter's book. */
import type { LintRule } from "../judge/lint.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { checkOf } from "./reach.ts";

/** One such breach. */
export interface OwnBreach {
  readonly rule: LintRule;
  readonly why: string;
  /** What was received, as a deviation has it, and as a key. */
  readonly received: string;
  readonly key: string;
  /** The session that shows it, and the event in it. */
  readonly transcript: readonly Exchange[];
  readonly event: number;
}

/** Notes in the linter's book to what a server was put in a session of the runner's own, and what was found. */
export function noteOwnBreach(
  { lints }: Env,
  endpoint: Endpoint,
  { checked, breach }: { readonly checked: readonly LintRule[]; readonly breach: OwnBreach | undefined },
): void {
  lints.check(breach === undefined || checked.includes(breach.rule) ? checked : [...checked, breach.rule]);
  if (breach === undefined) return;
  const { key, transcript, event, ...occurrence } = breach;
  lints.note({
    ...occurrence,
    mark: { event },
    run: checkOf(endpoint),
    isTolerated: false,
    shown: { key, transcript },
  });
}
