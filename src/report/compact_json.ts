/** The compact form of a report as JSON, and a report made of it again. Pure. */
import { type PlainProblem, problem } from "../base/problem.ts";
import { plainJson } from "../base/show.ts";
import { areaOf } from "../case/coverage.ts";
import { reasonOf } from "../judge/deviation.ts";
import type { CompactDeviation, CompactReport } from "./compact.ts";
import { countVerdicts, type Report, type Result, schemaVersion } from "./report.ts";
import { readVerdicts } from "./verdict_text.ts";

/** Writes the compact form as JSON with a case a line, so that a change of a verdict changes a line. */
export function writeCompact(report: CompactReport): string {
  const { cases, deviations, ...head } = report;
  const topics = Object.entries(cases).map(([topic, names]) =>
    `  ${JSON.stringify(topic)}: {\n${
      Object.entries(names).map(([name, text]) => `   ${JSON.stringify(name)}: ${JSON.stringify(text)}`).join(",\n")
    }\n  }`
  );
  const fields = [
    ...Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    `"cases": {\n${topics.join(",\n")}\n }`,
    `"deviations": [\n${deviations.map((deviation) => `  ${JSON.stringify(deviation)}`).join(",\n")}\n ]`,
  ];
  return plainJson(`{\n${fields.map((field) => ` ${field}`).join(",\n")}\n}\n`);
}

/** Says whether parsed JSON is the compact form of a report. */
export function isCompact(value: object): value is CompactReport {
  return (value as Partial<CompactReport>).form === "compact";
}

/** Makes a report of the compact form; what that lacks is empty. A problem says why it cannot be used. */
export function expandReport(compact: CompactReport): Report | PlainProblem {
  const { cases, deviations, skipped } = compact as Partial<CompactReport>;
  if (typeof cases !== "object" || !Array.isArray(deviations) || !Array.isArray(skipped)) {
    return problem("it lacks cases, deviations or skipped");
  }
  return expand(compact);
}

function expand(compact: CompactReport): Report | PlainProblem {
  const facts = new Map(compact.deviations.flatMap((deviation) => expandDeviation(deviation)));
  const results: Result[] = [];
  for (const [id, text] of Object.entries(compact.cases).flatMap(joinTopic)) {
    const tokens = readVerdicts(text);
    if (tokens === undefined) return problem(`it has no verdicts of "${id}" but "${text}"`);
    for (const { verdict, reason, suffix } of tokens) {
      const why = reason === undefined ? null : compact.skipped[reason] ?? null;
      results.push({ ...bareResult(id + suffix), verdict, reason: why, ...facts.get(id + suffix) });
    }
  }
  return {
    schemaVersion,
    suite: compact.suite,
    target: compact.target,
    options: compact.options,
    startedAt: compact.startedAt,
    durationMs: compact.durationMs,
    complete: compact.complete,
    sanityChecks: [],
    summary: countVerdicts(results),
    requirements: {},
    results,
  };
}

/** Gives the ids of the cases of a topic, with their verdicts. */
function joinTopic([topic, names]: readonly [string, Readonly<Record<string, string>>]): (readonly [string, string])[] {
  return Object.entries(names).map(([name, text]) => [topic === "" ? name : `${topic}/${name}`, text] as const);
}

type Facts = Pick<Result, "level" | "impact" | "demand" | "rfc" | "reason" | "deviation">;

function expandDeviation(
  { case: name, level, impact, demand, rfc, results }: CompactDeviation,
): (readonly [string, Facts])[] {
  const rule = { level, ...(impact === undefined ? {} : { impact }), demand, rfc };
  return results.flatMap(({ of = "", expected, received, key = null, because, reason }) => {
    const deviation = received === undefined
      ? null
      : { expected: expected ?? [], received, key, because, event: 0, place: nowhere, line: "", width: 0 };
    const why = reason === undefined && deviation !== null ? reasonOf(deviation) : reason ?? null;
    return of.split(" ").map((suffix) => [`${name}${suffix}`, { ...rule, reason: why, deviation }] as const);
  });
}

// A line 0 stands for no place in a case file.
const nowhere = { file: "", line: 0, column: 0 };

/** What the compact form knows of a pass. */
function bareResult(id: string): Omit<Result, "verdict" | "reason"> {
  return {
    id,
    area: areaOf(id),
    title: "",
    level: "must",
    demand: "",
    why: null,
    rfc: [],
    requirement: [],
    endpoint: null,
    role: null,
    deviation: null,
    deviations: [],
    notes: [],
    attempts: 1,
    again: id,
    source: null,
    durationMs: 0,
    transcript: [],
    dropped: 0,
  };
}
