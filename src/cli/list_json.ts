/** What `smtpspec list --json` prints: a document for programs, of the cases or of the requirements. Pure. */
import { placeOf } from "../base/source.ts";
import type { Case } from "../case/case.ts";
import { areaOf, type Covered } from "../case/coverage.ts";
import { showGate } from "../case/read_gate.ts";
import { type Lint, lintId } from "../judge/lint.ts";
import { idsOf } from "../plan/result_id.ts";
import { version } from "./version.ts";

/** Writes cases and rules of the linter, in the order of the text. */
export function showJson(cases: readonly Case[], rules: readonly Lint[]): string {
  return write({ cases: [...cases.map(describeCase), ...rules.map(describeRule)] });
}

/** Writes requirements with the cases that test them, or why there are none. */
export function showRequirementsJson(coverage: readonly Covered[]): string {
  return write({
    requirements: coverage.map(({ requirement: { id, rfc, section, level, says, observe }, cases, reason }) => ({
      ...{ id, rfc, section, level, says, observe, cases },
      untested: reason ?? null,
    })),
  });
}

function write(content: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ suite: { name: "smtpspec", version }, ...content }, null, 2)}\n`;
}

function describeCase(each: Case) {
  const { file, line } = placeOf(each.span);
  const { id, area, title, level, demand, rfc, requirements, ports, start, requires, risks, session } = each;
  return {
    kind: "case",
    ...{ id, area, title, level, demand, impact: each.impact ?? null, rfc, requirements },
    /** Its results on one host. */
    results: idsOf(each),
    ...{ ports, start, session: [...session], requires: requires.map(showGate), risks: [...risks] },
    ...{ since: each.since ?? null, file, line },
  };
}

function describeRule(lint: Lint) {
  const { level, demand, impact, rfc, requirements, since } = lint;
  const id = lintId(lint);
  return {
    kind: "rule",
    id,
    area: areaOf(id),
    level,
    demand,
    impact,
    rfc,
    requirements,
    results: [id],
    since: since ?? null,
  };
}
