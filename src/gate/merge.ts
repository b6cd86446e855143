/** Puts the reports of shards together into the report of the whole. Pure. */
import { type PlainProblem, problem } from "../base/problem.ts";
import { mostOccurrences } from "../judge/lint.ts";
import { makeLintResult } from "../report/lint_result.ts";
import { countVerdicts, type Linted, type Report, type ReportRequirement, type Result } from "../report/report.ts";
import { selectingFlags, selectsAll } from "../report/selection.ts";
import { removeBaseline, withBaseline } from "./known.ts";
import { isLintId } from "./saw.ts";

/** A report and its file. */
export interface Part {
  readonly file: string;
  readonly report: Report;
}

/** Merges shards; a problem says why they do not belong together, or what is missing. */
export function mergeShards(parts: readonly Part[]): Report | PlainProblem {
  const [first] = parts;
  if (first === undefined) return problem("there is no report");
  const odd = findOddShard(parts) ?? findOddPart(first, parts);
  if (odd !== undefined) return problem(odd);
  const reports = parts
    .toSorted((one, other) => indexOf(one.report) - indexOf(other.report))
    .map(({ report }) => report);
  return join(reports, first.report);
}

const indexOf = ({ options }: Report): number => options.shard?.index ?? 0;

/** Names a report that is no shard, and a shard that is there twice or missing. */
function findOddShard(parts: readonly Part[]): string | undefined {
  const of = parts[0]?.report.options.shard?.of ?? 0;
  const seen = new Map<number, string>();
  for (const { file, report: { options: { shard } } } of parts) {
    if (shard === undefined) return `"${file}" is no shard: its run had no --shard`;
    if (shard.of !== of) return `"${file}" is shard ${shard.index}/${shard.of}, and "${parts[0]?.file}" one of ${of}`;
    const twin = seen.get(shard.index);
    if (twin !== undefined) return `"${twin}" and "${file}" are both shard ${shard.index}/${of}`;
    seen.set(shard.index, file);
  }
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !seen.has(index));
  return missing.length === 0 ? undefined : `of ${of} shards these are missing: ${missing.join(", ")}`;
}

/**
 * What must be the same in all shards, in words. Port numbers may differ: each job of a CI matrix may start its own
 * server. What could not be asked, since nothing answered, is not compared.
 */
const traits: readonly (readonly [what: string, of: (report: Report) => string | undefined])[] = [
  ["version of the suite", ({ suite }) => suite.version],
  ["case files", ({ suite }) => suite.casesHash],
  ["target", ({ target }) => target.name.replace(/:[0-9]{1,5}\b/g, "")],
  ["endpoints of the target", ({ target }) => target.endpoints.map(({ name }) => name).join(", ")],
  ["recipient", ({ target }) => target.rcpt ?? "none"],
  ["sender", ({ target }) => target.from],
  ["name of the client", ({ target }) => target.client],
  ["fixtures", ({ target }) => target.fixtures.join(", ") || "none"],
  ["offer of the server", offerOf],
  ...selectingFlags.map(([flag, of]) => [flag, ({ options }: Report) => of(options).join(", ") || "none"] as const),
  ["--allow", ({ options }) => options.allow.join(",") || "none"],
  ["baseline", ({ baseline }) => JSON.stringify(baseline?.entries.map(({ source: _, ...entry }) => entry) ?? [])],
];

function findOddPart(first: Part, parts: readonly Part[]): string | undefined {
  for (const [what, of] of traits) {
    const wanted = of(first.report);
    for (const { file, report } of parts) {
      const found = of(report);
      if (found === undefined || wanted === undefined || found === wanted) continue;
      const isShort = found.length + wanted.length < 80;
      return `"${first.file}" and "${file}" differ in the ${what}${isShort ? `: ${wanted} and ${found}` : ""}`;
    }
  }
  return undefined;
}

/** The keywords that were offered, without their parameters; undefined where nothing could be asked. */
export function offerOf({ target }: Pick<Report, "target">): string | undefined {
  if (target.endpoints.some(({ offer }) => Object.keys(offer).length === 0)) return undefined;
  return target.endpoints.map(({ name, offer }) =>
    `${name}: ${
      Object.entries(offer).sort().map(([state, { keywords }]) =>
        `${state} ${keywords.map((keyword) => keyword.split(" ")[0]).sort().join(" ")}`
      ).join("; ")
    }`
  ).join("; ");
}

function join(reports: readonly Report[], first: Report): Report {
  const results = inOrder(
    reports.flatMap((report) => report.results.map(removeBaseline).filter(({ id }) => !isLintId(id))),
  );
  const rules = Map.groupBy(
    reports.flatMap((report) => report.results.map(removeBaseline)).filter(isRule),
    ({ id }) => id,
  );
  const { shard: _, ...options } = first.options;
  const starts = reports.map(({ startedAt }) => Date.parse(startedAt));
  const ends = reports.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  const merged: Report = {
    ...first,
    options,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    durationMs: Math.round(Math.max(...ends) - Math.min(...starts)),
    complete: reports.every(({ complete }) => complete),
    sanityChecks: reports.flatMap(({ sanityChecks }) => sanityChecks),
    ...factsOf(reports),
    requirements: joinRequirements(reports),
    results: [...results, ...[...rules.values()].map(joinRule)],
  };
  const applied = merged.baseline === undefined ? merged : { ...merged, ...applyAgain(merged) };
  return { ...applied, summary: countVerdicts(applied.results) };
}

/** What was learnt in each shard; what several say in the same words is there once. */
function factsOf(reports: readonly Report[]): Pick<Report, "facts"> {
  const known = reports.flatMap(({ facts = [] }) => facts);
  const facts = [
    ...new Map(known.map((fact) => [JSON.stringify([fact.endpoint, fact.about, fact.value]), fact])).values(),
  ];
  return facts.length === 0 ? {} : { facts };
}

const isRule = ({ id }: Result) => isLintId(id);

/** Puts results in the order of the case files. */
function inOrder(results: readonly Result[]): Result[] {
  const place = ({ source }: Result) => ({ file: source?.file ?? "", line: source?.line ?? 0 });
  return results.toSorted((one, other) => {
    const [a, b] = [place(one), place(other)];
    return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
  });
}

/** What a rule of the linter saw in all shards. */
function joinRule(results: readonly Result[]): Result {
  const [first] = results;
  if (first === undefined) throw new Error("Cannot join no result");
  const linted: Linted = {
    checked: results.reduce((sum, result) => sum + (result.linted?.checked ?? 0), 0),
    occurrences: results.flatMap((result) => result.linted?.occurrences ?? []).slice(0, mostOccurrences),
  };
  const { host } = first;
  // The first breach of all is that of the first shard that has one.
  const breaching = results.find((result) => (result.linted?.occurrences.length ?? 0) > 0);
  const shown = { key: breaching?.deviation?.key ?? null, transcript: breaching?.transcript ?? [] };
  return { ...makeLintResult(first, linted, shown), ...(host === undefined ? {} : { host }) };
}

function joinRequirements(reports: readonly Report[]): Report["requirements"] {
  const joined: Record<string, ReportRequirement> = {};
  for (const { requirements } of reports) {
    for (const [id, requirement] of Object.entries(requirements)) {
      const results = new Set([...joined[id]?.results ?? [], ...requirement.results]);
      joined[id] = { ...requirement, results: [...results] };
    }
  }
  return joined;
}

/** Applies the baseline anew: a rule of the linter may pass in one shard and be broken in another. */
function applyAgain(merged: Report): Pick<Report, "results" | "baseline"> {
  const { baseline, options, startedAt, results } = merged;
  if (baseline === undefined) return { results };
  const gone = new Set(baseline.staleEntries.filter(({ kind }) => kind === "gone").map(({ id }) => id));
  return withBaseline(merged, baseline, {
    today: startedAt.slice(0, 10),
    isWhole: selectsAll(options),
    // Each shard knew all cases; what it did not call gone is there.
    ids: new Set(baseline.entries.map(({ id }) => id).filter((id) => !gone.has(id))),
  });
}
