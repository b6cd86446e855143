import { assertEquals, assertStringIncludes } from "@std/assert";
import { bySeverity } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import { readYaml } from "../case/yaml.ts";
import type { Known, Report } from "../report/report.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { makeReading } from "../testing/samples.ts";
import { withBaseline } from "./known.ts";
import { readBaseline } from "./read_baseline.ts";
import { updateBaseline, writeBaseline } from "./write_baseline.ts";

const lax = { isStrict: false };
const strict = { isStrict: true };

function read(text: string): Known[] {
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("known.yaml", text));
  const entries = node === undefined ? [] : readBaseline(reading, node);
  assertEquals([...problems, ...reading.problems].map(({ message }) => message), []);
  return entries;
}

/** Reads a baseline in which words of an older version may stand. */
function readOld(text: string): Known[] {
  const reading = makeReading();
  const { node } = readYaml(makeSource("known.yaml", text));
  const entries = node === undefined ? [] : readBaseline(reading, node);
  assertEquals(bySeverity(reading.problems).errors, []);
  return entries;
}

const update = (text: string, report: Report, options = lax) =>
  updateBaseline(text, read(text), { report, ...options });

const several: readonly Given[] = [
  { id: "a/b/fails", received: "250 2.1.0 Ok", key: "250 2.1.0" },
  { id: "a/b/warns", verdict: "warn", received: "250 Ok" },
  { id: "a/b/passes", verdict: "pass" },
  { id: "a/b/closes[no: 1]", received: "the server closed (FIN)", key: "close" },
  { id: "a/b/skips", verdict: "skip", reason: "not offered" },
  { id: "replies/lint/line-end", received: "250 x" },
];

Deno.test("writeBaseline() writes the failures, which then are known", () => {
  const report = reportOf(several);
  const { text, added } = writeBaseline(report, lax);
  assertEquals(added, ["a/b/fails", "a/b/closes[no: 1]", "replies/lint/line-end"]);
  const entries = read(text);
  assertEquals(entries.map(({ id, verdict, saw }) => [id, verdict, saw]), [
    ["a/b/fails", "fail", "250 2.1.0"],
    ["a/b/closes[no: 1]", "fail", "close"],
    ["replies/lint/line-end", "fail", null],
  ]);
  const options = { today: "2026-11-25", isWhole: true, ids: new Set<string>() };
  const { results, baseline } = withBaseline(report, { file: "known.yaml", entries }, options);
  assertEquals(results.map(({ verdict }) => verdict), ["xfail", "warn", "pass", "xfail", "skip", "xfail"]);
  assertEquals(baseline?.staleEntries, []);
  assertStringIncludes(
    text,
    "# The server MUST do it (RFC 5321 §4.1.1.9)\n  - id: a/b/fails\n    verdict: fail\n    saw: 250 2.1.0\n",
  );
});

Deno.test("writeBaseline() writes warnings too, strictly", () => {
  assertEquals(writeBaseline(reportOf(several), strict).added.length, 4);
});

Deno.test("writeBaseline() writes a baseline without an entry that can be read", () => {
  assertEquals(read(writeBaseline(reportOf([]), lax).text), []);
});

Deno.test("writeBaseline() ignores the baseline that was applied to its report", () => {
  const bare = reportOf(several);
  const entries = read(writeBaseline(bare, lax).text);
  const applied = withBaseline(bare, { file: "", entries }, { today: "", isWhole: true, ids: new Set() });
  assertEquals(writeBaseline({ ...bare, ...applied }, lax), writeBaseline(bare, lax));
});

const known = `# Ours.
known:
  # Seen at a customer's.
  - id: a/b/fails # the first
    verdict: fail
    saw: 250
    why: the queue needs it
    link: "https://mx.test/1"
  - {id: a/b/other, verdict: fail, saw: 354, why: 'it''s old'}
  # It goes.
  - id: a/b/passes
    verdict: fail
  - id: a/b/unknown # such a case there is not
    verdict: warn
  - id: a/b/skips
    verdict: fail # not judged
# The end.
`;

Deno.test("updateBaseline() keeps comments, reasons and links", () => {
  const report = reportOf([...several, { id: "a/b/other", received: "550 5.1.1 No" }]);
  const written = update(known, report);
  assertEquals(written.removed, ["a/b/passes", "a/b/unknown"]);
  assertEquals(written.changed, ["a/b/other"]);
  assertEquals(written.added, ["a/b/closes[no: 1]", "replies/lint/line-end"]);
  assertEquals(
    written.text,
    `# Ours.
known:
  # Seen at a customer's.
  - id: a/b/fails # the first
    verdict: fail
    saw: 250
    why: the queue needs it
    link: "https://mx.test/1"
  - {id: a/b/other, verdict: fail, saw: 550 5.1.1, why: 'it''s old'}
  - id: a/b/skips
    verdict: fail # not judged
  # The server MUST do it (RFC 5321 §4.1.1.9)
  - id: "a/b/closes[no: 1]"
    verdict: fail
    saw: close
  # The server MUST do it (RFC 5321 §4.1.1.9)
  - id: replies/lint/line-end
    verdict: fail

# The end.
`,
  );
  assertEquals(update(written.text, report).text, written.text, "a second update changes it again");
});

Deno.test("updateBaseline() takes out of a part of the suite only what passes", () => {
  const report = reportOf([{ id: "a/b/passes", verdict: "pass" }]);
  const { options } = report;
  const { removed } = update(known, { ...report, options: { ...options, only: ["a/b/passes"] } });
  assertEquals(removed, ["a/b/passes"]);
});

Deno.test("updateBaseline() takes out of an older suite what passes, and what the run with a baseline called gone", () => {
  const report = reportOf([{ id: "a/b/passes", verdict: "pass" }]);
  const older = { ...report, options: { ...report.options, suite: "0.1.0" } };
  assertEquals(update(known, older).removed, ["a/b/passes"]);
  const ids = new Set(read(known).map(({ id }) => id).filter((id) => id !== "a/b/unknown"));
  const applied = withBaseline(older, { file: "", entries: read(known) }, { today: "", isWhole: false, ids });
  assertEquals(update(known, { ...older, ...applied }).removed, ["a/b/passes", "a/b/unknown"]);
});

Deno.test("updateBaseline() leaves known warnings alone, strictly or not", () => {
  const text = "known:\n  - {id: a/b/warns, verdict: warn, saw: 250}\n";
  const report = reportOf([{ id: "a/b/warns", verdict: "warn", received: "250 Ok" }]);
  assertEquals([update(text, report).text, update(text, report, strict).text], [text, text]);
});

Deno.test("updateBaseline() empties a baseline, and fills an empty one", () => {
  const none = update(
    "known:\n  - {id: a/b/passes, verdict: fail}\n",
    reportOf([{ id: "a/b/passes", verdict: "pass" }]),
  );
  assertEquals(none.text, "known: []\n");
  for (const empty of [none.text, "known:\n"]) {
    assertEquals(read(update(empty, reportOf([{ id: "a/b/fails" }])).text).map(({ id }) => id), ["a/b/fails"]);
  }
});

const commented: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    "the generated comment of the first",
    "known:\n  # The server MUST do it (RFC 5321 §4.1.1.9)\n  - {id: a/b/passes, verdict: fail}\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n",
    "known:\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n",
  ],
  [
    "not what is said of all",
    "known:\n  # Of all.\n\n  # Made.\n  - {id: a/b/passes, verdict: fail}\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n",
    "known:\n  # Of all.\n\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n",
  ],
  [
    "not what stands beside the key",
    "known: # Of all.\n  # Made.\n  - {id: a/b/passes, verdict: fail}\n  - {id: a/b/fails, verdict: fail}\n",
    "known:\n  # Of all.\n\n  - {id: a/b/fails, verdict: fail}\n",
  ],
  [
    "that of a later one",
    "known:\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n  # Made.\n  - {id: a/b/passes, verdict: fail}\n",
    "known:\n  # Ours.\n  - {id: a/b/fails, verdict: fail}\n",
  ],
];

for (const [name, before, after] of commented) {
  Deno.test(`updateBaseline() removes with an entry its comment: ${name}`, () => {
    const report = reportOf([{ id: "a/b/passes", verdict: "pass" }, { id: "a/b/fails" }]);
    assertEquals(update(before, report).text, after);
    assertEquals(update(after, report).text, after, "a second update changes it again");
  });
}

Deno.test("updateBaseline() corrects a verdict, and adds no saw where people left it out", () => {
  const text = "known:\n  - id: a/b/fails\n    verdict: warn\n    why: old\n";
  const { text: after } = update(text, reportOf([{ id: "a/b/fails", received: "250 Ok" }]));
  assertEquals(after, "known:\n  - id: a/b/fails\n    verdict: fail\n    why: old\n");
});

const old = `known:
  # Seen at a customer's.
  - id: a/b/closes # on each try
    verdict: fail
    saw: the server closed (FIN)
    why: the queue needs it
    link: "https://mx.test/1"
    expires: 2099-12-31
  - {id: a/b/replies, verdict: warn, saw: "250, then 503"}
  - {id: a/b/code, verdict: fail, saw: 250}
  - {id: a/b/any, verdict: fail, why: it is so}
  - {id: a/b/other, verdict: fail, saw: "no reply within # s"}
  - {id: a/b/skips, verdict: fail, saw: the connection stayed open}
`;
const keyed: readonly Given[] = [
  { id: "a/b/closes", received: "the server closed (FIN)", key: "close" },
  {
    id: "a/b/replies",
    verdict: "warn",
    received: "250 2 a, then 503 b, then the 221 to QUIT",
    key: "250, 503",
  },
  { id: "a/b/code", received: "250 2.1.0 Ok", key: "250 2.1.0" },
  { id: "a/b/any", received: "the server reset", key: "reset" },
  { id: "a/b/other", received: "354 Go", key: "354" },
  { id: "a/b/skips", verdict: "skip", reason: "not offered" },
];

Deno.test("an entry in the words of an older version knows its failure", () => {
  const options = { today: "2026-11-25", isWhole: true, ids: new Set<string>() };
  const { results, baseline } = withBaseline(reportOf(keyed), { file: "known.yaml", entries: readOld(old) }, options);
  assertEquals(results.map(({ verdict }) => verdict), ["xfail", "xfail", "xfail", "xfail", "fail", "skip"]);
  assertEquals(baseline?.staleEntries.map(({ kind, id }) => [kind, id]), [["other", "a/b/other"]]);
});

Deno.test("updateBaseline() carries an entry in old words over to its key, and leaves the rest of it alone", () => {
  const written = updateBaseline(old, readOld(old), { report: reportOf(keyed), ...lax });
  assertEquals(written.carriedOver, ["a/b/closes", "a/b/replies"]);
  assertEquals([written.added, written.changed, written.removed], [[], ["a/b/other"], []]);
  assertEquals(
    written.text,
    `known:
  # Seen at a customer's.
  - id: a/b/closes # on each try
    verdict: fail
    saw: close
    why: the queue needs it
    link: "https://mx.test/1"
    expires: 2099-12-31
  - {id: a/b/replies, verdict: warn, saw: "250, 503"}
  - {id: a/b/code, verdict: fail, saw: 250}
  - {id: a/b/any, verdict: fail, why: it is so}
  - {id: a/b/other, verdict: fail, saw: "354"}
  - {id: a/b/skips, verdict: fail, saw: the connection stayed open}
`,
  );
  const again = updateBaseline(written.text, readOld(written.text), { report: reportOf(keyed), ...lax });
  assertEquals([again.text, again.carriedOver], [written.text, []], "a second update changes it again");
});

Deno.test("updateBaseline() carries nothing over to a report of version 1, which has no keys", () => {
  const report = reportOf(keyed.map(({ key: _, ...given }) => given));
  const { text, carriedOver } = updateBaseline(old, readOld(old), { report, ...lax });
  assertEquals(carriedOver, []);
  assertStringIncludes(text, "saw: the server closed (FIN)");
});
