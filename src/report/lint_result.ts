/** The result of a rule of the linter, out of all that was seen of it. */
import { plainLine } from "../base/show.ts";
import { type Deviation, reasonOf } from "../judge/deviation.ts";
import { areaOf } from "../case/coverage.ts";
import { lintTopicOf, lintTopicRows } from "../judge/lint_topic.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Linted, Result } from "./report.ts";

/** What the result has of the rule itself. */
export type LintRuleFacts = Pick<Result, "id" | "level" | "demand" | "impact" | "rfc" | "requirement">;

/** How the names of the runner's own sessions begin. */
const ownSession = "sanity check";
const mostTold = 20; // our choice: a server that breaks a rule breaks it everywhere

/** The session in which the first breach was seen, and its key, where it is the runner's own. */
export type ShownSession = Pick<Result, "transcript"> & { readonly key: string | null };

/** Makes the result. A rule that was put to nothing is skipped. */
export function makeLintResult(facts: LintRuleFacts, linted: Linted, shown?: ShownSession): Result {
  const { id, level, demand } = facts;
  const { checked, occurrences } = linted;
  const [first] = occurrences;
  const topic = lintTopicRows[lintTopicOf(id) ?? "replies/lint"];
  const deviation: Deviation | null = first === undefined ? null : {
    expected: [level.endsWith("not") ? `not to ${demand}` : demand],
    received: first.received,
    key: shown?.key ?? null,
    because: first.why,
    event: first.event,
    place: { file: "", line: 0, column: 0 },
    line: "",
    width: 0,
  };
  return {
    ...facts,
    again: first === undefined || first.run.startsWith(ownSession) ? id : first.run,
    area: areaOf(id),
    title: topic.title,
    why: null,
    endpoint: null,
    role: null,
    verdict: verdictOf(level, linted),
    reason: first === undefined || deviation === null
      ? checked === 0 ? topic.unmet : null
      : plainLine(`${reasonOf(deviation)}, in ${first.run.startsWith(ownSession) ? "the " : ""}${first.run}`),
    deviation,
    deviations: [],
    notes: [
      `${checked} ${topic.subject} were checked`,
      ...occurrences.slice(0, mostTold).map(({ run, why, received }) => plainLine(`${run}: ${why}: ${received}`)),
      ...(occurrences.length > mostTold ? [`and ${occurrences.length - mostTold} more`] : []),
    ],
    attempts: 1,
    source: null,
    durationMs: 0,
    transcript: shown?.transcript ?? [],
    dropped: 0,
    linted,
  };
}

function verdictOf(level: Result["level"], { checked, occurrences }: Linted): Verdict {
  if (occurrences.length === 0) return checked === 0 ? "skip" : "pass";
  const isTolerated = occurrences.every((occurrence) => occurrence.isTolerated);
  return isTolerated || level.startsWith("should") ? "warn" : "fail";
}
