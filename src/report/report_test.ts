import { assertEquals, assertStringIncludes } from "@std/assert";
import { levels } from "../case/case.ts";
import type { Exchange } from "../wire/transcript.ts";
import { escapeXml } from "./junit.ts";
import { numberFindings } from "./console/details.ts";
import { showFinding } from "./console/finding.ts";
import { findingsOf } from "./findings/findings.ts";
import { showResult } from "./html/result.ts";
import { countVerdicts, noVerdicts, quoteForShell, type ReportRequirement, sentenceOf, wordingOf } from "./report.ts";
import { transcriptLines } from "./transcript_text.ts";
import { reportOf } from "../testing/reports.ts";
import { findXmlFault } from "../testing/xml.ts";

Deno.test("sentenceOf() says each level as RFC 2119 writes it", () => {
  assertEquals(levels.map((level) => sentenceOf({ level, demand: "do it" })), [
    "The server MUST do it",
    "The server MUST NOT do it",
    "The server SHOULD do it",
    "The server SHOULD NOT do it",
    "The server MAY do it",
  ]);
});

Deno.test("a failure that rests on no key word says so, where the report knows", () => {
  const requirement: ReportRequirement = {
    ...{ rfc: 5321, section: "4.1.1.11", level: "must", wording: "descriptive", says: "S.", observe: "session" },
    ...{ cases: [], results: [], untested: null },
  };
  const { wording: _, ...unknown } = requirement;
  const given = reportOf([{ received: "250" }], { requirements: { plain: requirement, unknown } });
  const [result] = given.results;
  const of = (...ids: readonly string[]) => wordingOf({ level: "must", requirement: ids }, given);
  const plain = "The RFC says so in plain words, without a key word";
  assertEquals([of("plain"), of("unknown"), of("plain", "unknown"), of("other"), of()], [
    plain,
    ...Array(4).fill(undefined),
  ]);
  if (result === undefined) return;
  const failed = { ...result, requirement: ["plain"] };
  const report = { ...given, results: [failed] };
  const [finding] = numberFindings(findingsOf(report), report);
  if (finding === undefined) return;
  const options = { width: 80, isColored: false, isVerbose: false };
  const text = showFinding(finding, { report, options }).join("\n");
  assertStringIncludes(text, `\n      RFC 5321 §4.1.1.9\n      ${plain}\n`);
  assertStringIncludes(showResult(failed, given).source, plain);
});

Deno.test("countVerdicts() counts each verdict", () => {
  const counts = countVerdicts([{ verdict: "fail" }, { verdict: "pass" }, { verdict: "fail" }]);
  assertEquals(counts, { ...noVerdicts(), pass: 1, fail: 2 });
});

const words: readonly (readonly [word: string, quoted: string])[] = [
  ["auth/plain/empty", "auth/plain/empty"],
  ["a@b.test", "a@b.test"],
  ["x[y]", "'x[y]'"],
  ["a b", "'a b'"],
  ["it's", "'it'\\''s'"],
  ["$(rm)", "'$(rm)'"],
  ["", "''"],
];

for (const [word, quoted] of words) {
  Deno.test(`quoteForShell() writes ${JSON.stringify(word)} as ${quoted}`, () => {
    assertEquals(quoteForShell(word), quoted);
  });
}

const sent = (text: string): Exchange => ({
  at: 1,
  on: "main",
  kind: "sent",
  text,
  octets: text.length,
  omitted: 0,
  isInTls: false,
});

const splits: readonly (readonly [escaped: string, lines: readonly string[]])[] = [
  [String.raw`NOOP\r\n`, ["NOOP␍␊"]],
  [String.raw`a\r\nb\r\n`, ["a␍␊", "b␍␊"]],
  [String.raw`a\nb`, ["a␊", "b"]],
  [String.raw`a\rb\r\n`, ["a␍b␍␊"]],
  [String.raw`a\\nb\n`, [String.raw`a\nb␊`]], // a backslash that was sent, and an n
  [String.raw`\n\n`, ["␊", "␊"]],
  ["", [""]],
];

for (const [escaped, lines] of splits) {
  Deno.test(`transcriptLines() ends a line of ${JSON.stringify(escaped)} at each LF`, () => {
    assertEquals(transcriptLines([sent(escaped)]).map(({ text }) => text), [...lines]);
  });
}

Deno.test("transcriptLines() splits a long text in linear time", () => {
  assertEquals(transcriptLines([sent("a".repeat(1_000_000))]).length, 1);
});

Deno.test("escapeXml() writes what XML cannot hold as an escape, and keeps the rest", () => {
  assertEquals(escapeXml(`<a b="c">&'`), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;");
  assertEquals(escapeXml("]]>"), "]]&gt;");
  assertEquals(escapeXml("\0\x1b\x7f\ufffe\ud83d"), String.raw`\x00\x1b\x7f\xfffe\xd83d`);
  assertEquals(escapeXml("é 你 🙂 ␍"), "é 你 🙂 ␍");
  assertEquals(escapeXml("\r\t"), "&#13;&#9;");
});

const declaration = `<?xml version="1.0" encoding="UTF-8"?>\n`;
const faults: readonly string[] = [
  "",
  "<a>",
  "<a></b>",
  "<a/><b/>",
  "<a>&</a>",
  "<a>&nbsp;</a>",
  "<a>]]></a>",
  "<a>\x1b</a>",
  `<a b="<"/>`,
  `<a b="&"/>`,
  `<a b="1" b="2"/>`,
  "<a b=1/>",
  "<a/>text",
];

for (const xml of faults) {
  Deno.test(`findXmlFault() finds the fault of ${JSON.stringify(xml)}`, () => {
    assertEquals(typeof findXmlFault(declaration + xml), "string");
  });
}

Deno.test("findXmlFault() finds nothing in good XML", () => {
  assertEquals(findXmlFault(`${declaration}<a>\n  <b c="1" d="&lt;"/>x &amp; y<e>z</e>\n</a>\n`), undefined);
});
