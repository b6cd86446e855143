import { assert, assertEquals } from "@std/assert";
import type { Report } from "../report/report.ts";
import { assertGolden } from "../testing/golden.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { type Diff, diffReports, findsFault } from "./diff.ts";
import { renderDiff } from "./diff_text.ts";
import { withBaseline } from "./known.ts";

const id = "a/b/c";
const skip: Given = { verdict: "skip", reason: "not offered" };
const unclear: Given = { verdict: "inconclusive", reason: "received 421" };
const error: Given = { verdict: "error", reason: "ours" };
const pass: Given = { verdict: "pass" };
const warn: Given = { verdict: "warn", received: "250 Ok" };
const fails: Given = { verdict: "fail", received: "250 2.1.0 Ok: queued as 1" };

type Group = Exclude<keyof Diff, "cautions" | "same">;
const groups: readonly (readonly [old: Given | undefined, latest: Given | undefined, group: Group | undefined])[] = [
  [pass, pass, undefined],
  [pass, warn, "worse"],
  [pass, fails, "worse"],
  [warn, fails, "worse"],
  [fails, warn, "better"],
  [fails, pass, "better"],
  [warn, pass, "better"],
  [fails, { ...fails, received: "250 2.1.0 Ok: queued as 2" }, undefined],
  [fails, { ...fails, received: "354 Go" }, "changed"],
  [pass, skip, "unjudged"],
  [pass, unclear, "unjudged"],
  [fails, unclear, "unjudged"],
  [warn, error, "unjudged"],
  [skip, pass, "judged"],
  [unclear, fails, "judged"],
  [error, pass, "judged"],
  [skip, unclear, undefined],
  [undefined, fails, "added"],
  [fails, undefined, "gone"],
];

for (const [old, latest, group] of groups) {
  const name = (given: Given | undefined) =>
    given === undefined ? "nothing" : `${given.verdict} ${given.received ?? ""}`;
  Deno.test(`diffReports() finds ${group ?? "nothing"} in ${name(old)} → ${name(latest)}`, () => {
    const report = (given: Given | undefined) => reportOf(given === undefined ? [] : [{ ...given, id }]);
    const diff = diffReports(report(old), report(latest));
    for (const each of ["worse", "better", "changed", "unjudged", "judged", "added", "gone"] as const) {
      assertEquals(diff[each].map((change) => change.id), each === group ? [id] : [], each);
    }
    assertEquals([diff.same, diff.cautions], [group === undefined ? 1 : 0, []]);
  });
}

Deno.test("diffReports() looks through a baseline", () => {
  const source = { file: "known.yaml", line: 2, column: 3 };
  const entries = [{ id, verdict: "fail", saw: null, why: null, link: null, expires: null, source } as const];
  const options = { today: "", isWhole: true, ids: new Set<string>() };
  const withKnown = (report: Report): Report => ({
    ...report,
    ...withBaseline(report, { file: "known.yaml", entries }, options),
  });
  const [old, latest] = [reportOf([{ ...fails, id }]), reportOf([{ ...pass, id }])];
  assertEquals(diffReports(withKnown(old), old).same, 1);
  assertEquals(diffReports(withKnown(old), withKnown(latest)).better.length, 1);
  assertEquals(diffReports(latest, withKnown(old)).worse.length, 1);
});

const faults: readonly (readonly [old: Given | undefined, latest: Given, finds: boolean, strictly: boolean])[] = [
  [pass, warn, true, true],
  [skip, fails, false, true],
  [unclear, fails, false, true],
  [undefined, fails, false, true],
  [skip, warn, false, false],
  [undefined, warn, false, false],
  [fails, fails, false, false],
  [skip, pass, false, false],
];

for (const [old, latest, finds, strictly] of faults) {
  Deno.test(`findsFault() says ${finds}, strictly ${strictly}, of ${old?.verdict ?? "nothing"} → ${latest.verdict}`, () => {
    const diff = diffReports(reportOf(old === undefined ? [] : [{ ...old, id }]), reportOf([{ ...latest, id }]));
    assertEquals([false, true].map((isStrict) => findsFault(diff, { isStrict })), [finds, strictly]);
  });
}

const before = reportOf([]);
const cautions: readonly (readonly [after: Partial<Report>, caution: string])[] = [
  [{ suite: { ...before.suite, version: "0.2.0" } }, "the version of the suite differs: 0.1.0 and 0.2.0"],
  [{ suite: { ...before.suite, casesHash: "def" } }, "the case files differ"],
  [{ target: { ...before.target, name: "Exim" } }, "the target differs: mx and Exim"],
  [{ target: { ...before.target, fixtures: ["user"] } }, "the fixtures differ: none and user"],
  [{ options: { ...before.options, allow: ["heavy"] } }, "--allow differs: none and heavy"],
  [
    { options: { ...before.options, only: ["a/**"], shard: { index: 1, of: 2 } } },
    "the selection differs: none and --only a/** --shard 1/2",
  ],
  [{ options: { ...before.options, suite: "0.1.0" } }, "the selection differs: none and --suite 0.1.0"],
  [{ complete: false }, "the new run was cut short"],
];

for (const [after, caution] of cautions) {
  Deno.test(`diffReports() warns: ${caution}`, () => {
    assertEquals(diffReports(before, { ...before, ...after }).cautions, [caution]);
  });
}

Deno.test("diffReports() warns of other keywords in the offer", () => {
  const offering = (...keywords: string[]) => ({
    ...before.target,
    endpoints: [{
      name: "mx",
      role: "mx" as const,
      address: "a",
      offer: { plain: { greeting: "mx", keywords } },
      tls: null,
    }],
  });
  const diff = diffReports({ ...before, target: offering("SIZE 1") }, { ...before, target: offering("SIZE 1", "DSN") });
  assertEquals(diff.cautions, ["the server offers other keywords"]);
});

const evil = "\x1b[31m\n::error::x ##[group]y \u202e";
const olds: readonly Given[] = [
  { ...pass, id: "mail/parameters/broke" },
  { ...warn, id: "mail/parameters/broke-further" },
  { ...fails, id: "mail/parameters/mended" },
  { ...fails, id: "mail/parameters/other" },
  { ...pass, id: "auth/plain/not-tried" },
  { ...fails, id: "auth/plain/unclear" },
  { ...skip, id: "chunking/bdat/offered" },
  { ...skip, id: "chunking/bdat/refused" },
  { ...pass, id: "old/old/old" },
  { ...pass, id: "same/same/same" },
];
const news: readonly Given[] = [
  {
    ...fails,
    id: "mail/parameters/broke",
    received: `250 2.1.0 Ok, and a text so long that it takes more than one line of the terminal ${evil}`,
  },
  { ...fails, id: "mail/parameters/broke-further" },
  { ...pass, id: "mail/parameters/mended" },
  { ...fails, id: "mail/parameters/other", received: "354 End data with <CR><LF>.<CR><LF>" },
  { ...skip, id: "auth/plain/not-tried", reason: "the server does not offer AUTH PLAIN inside TLS" },
  { ...unclear, id: "auth/plain/unclear", reason: "the server refused for now: 452 4.2.2 mailbox full" },
  { ...pass, id: "chunking/bdat/offered" },
  { ...fails, id: "chunking/bdat/refused" },
  ...Array.from({ length: 22 }, (_, at): Given => ({ ...pass, id: `new/new/case-${at}` })),
  { ...fails, id: "new/new/fails" },
  { ...pass, id: "same/same/same" },
];

Deno.test("renderDiff() shows a comparison as its golden file, within 80 columns and without a control", async () => {
  const after = reportOf(news, { suite: { ...before.suite, version: "0.2.0", casesHash: "def" } });
  const text = renderDiff(diffReports(reportOf(olds), after), 80);
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|^\s*::|##\[/m.test(text), text);
  assertEquals(text.split("\n").filter((line) => line.length > 80 || line !== line.trimEnd()), []);
  await assertGolden("diff.txt", text);
});

Deno.test("renderDiff() says of equal reports only that they are alike", () => {
  assertEquals(
    renderDiff(diffReports(reportOf(olds), reportOf(olds)), 80),
    "0 worse, 0 better, 0 in another way, 0 no longer judged, 0 judged for the first\ntime, 0 new, 0 gone, 10 alike\n",
  );
});
