/** What differs between two reports. Pure. */
import type { Verdict } from "../judge/verdict.ts";
import type { Report, Result } from "../report/report.ts";
import { selectingFlags } from "../report/selection.ts";
import { offerOf } from "./merge.ts";
import { bareVerdict, isSameFailure } from "./saw.ts";

/** One result that differs; a side is undefined where the report has no such result. */
export interface Change {
  readonly id: string;
  readonly old: Result | undefined;
  readonly new: Result | undefined;
}

export interface Diff {
  /** What makes the comparison unequal: another suite, other cases, another target. */
  readonly cautions: readonly string[];
  /** Judged in both, and worse: a pass that warns or fails, a warning that fails. */
  readonly worse: readonly Change[];
  /** Judged in both, and better. */
  readonly better: readonly Change[];
  /** The same verdict, but another answer. */
  readonly changed: readonly Change[];
  /** Judged in the old report alone: skipped, inconclusive or our own error in the new one. */
  readonly unjudged: readonly Change[];
  /** Judged in the new report alone. */
  readonly judged: readonly Change[];
  /** In one report alone. */
  readonly added: readonly Change[];
  readonly gone: readonly Change[];
  /** How many results are alike. */
  readonly same: number;
}

const rank: Readonly<Partial<Record<Verdict, number>>> = { pass: 0, warn: 1, fail: 2 };

/** Compares two reports by the ids of their results; baselines are ignored. */
export function diffReports(before: Report, after: Report): Diff {
  const olds = new Map(before.results.map((result) => [result.id, result]));
  const news = new Map(after.results.map((result) => [result.id, result]));
  const ids = [...news.keys(), ...[...olds.keys()].filter((id) => !news.has(id))];
  const groups = Map.groupBy(
    ids.map((id): Change => ({ id, old: olds.get(id), new: news.get(id) })),
    groupOf,
  );
  const of = (group: Group) => groups.get(group) ?? [];
  return {
    cautions: cautionsOf(before, after),
    worse: of("worse"),
    better: of("better"),
    changed: of("changed"),
    unjudged: of("unjudged"),
    judged: of("judged"),
    added: of("added"),
    gone: of("gone"),
    same: of("same").length,
  };
}

/** Counts the changes after which a result fails. */
export function countFailing(changes: readonly Change[]): number {
  return changes.filter(({ new: latest }) => latest !== undefined && bareVerdict(latest) === "fail").length;
}

/**
 * Says whether a comparison finds fault: what was judged in both reports is worse; `isStrict`: or what only the new one
 * judges fails, new cases among it.
 */
export function findsFault(diff: Diff, { isStrict }: { readonly isStrict: boolean }): boolean {
  return diff.worse.length > 0 || (isStrict && countFailing([...diff.judged, ...diff.added]) > 0);
}

type Group = Exclude<keyof Diff, "cautions">;

function groupOf({ old, new: latest }: Change): Group {
  if (old === undefined) return "added";
  if (latest === undefined) return "gone";
  const [was, is] = [rank[bareVerdict(old)], rank[bareVerdict(latest)]];
  if (was === undefined) return is === undefined ? "same" : "judged";
  if (is === undefined) return "unjudged";
  if (is !== was) return is > was ? "worse" : "better";
  return was > 0 && !isSameFailure(old, latest) ? "changed" : "same";
}

function cautionsOf(before: Report, after: Report): string[] {
  const { suite, target, options } = before;
  const differs = (what: string, old: string, latest: string) =>
    old === latest ? [] : [`${what}: ${old || "none"} and ${latest || "none"}`];
  const [oldOffer, newOffer] = [offerOf(before) ?? "unknown", offerOf(after) ?? "unknown"];
  return [
    ...differs("the version of the suite differs", suite.version, after.suite.version),
    ...(suite.casesHash === after.suite.casesHash ? [] : ["the case files differ"]),
    ...differs("the target differs", target.name, after.target.name),
    ...(oldOffer === newOffer ? [] : ["the server offers other keywords"]),
    ...differs("the fixtures differ", target.fixtures.join(", "), after.target.fixtures.join(", ")),
    ...differs("--allow differs", options.allow.join(","), after.options.allow.join(",")),
    ...differs("the selection differs", selectionOf(before), selectionOf(after)),
    ...(before.complete ? [] : ["the old run was cut short"]),
    ...(after.complete ? [] : ["the new run was cut short"]),
  ];
}

function selectionOf({ options }: Report): string {
  const { shard } = options;
  return [
    ...selectingFlags.flatMap(([flag, of]) => of(options).map((value) => `${flag} ${value}`)),
    ...(shard === undefined ? [] : [`--shard ${shard.index}/${shard.of}`]),
  ].join(" ");
}
