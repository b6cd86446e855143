import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeDeviation } from "../judge/deviation.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Result } from "../report/report.ts";
import { resultOf } from "../testing/reports.ts";
import { nowhere } from "../testing/samples.ts";
import type { Exchange } from "../wire/transcript.ts";
import { TranscriptBudget } from "./transcript_budget.ts";

const textOf = (index: number) => `${String(index).padStart(4, "0")}${"\\x80".repeat(1_000)}`;
const transcriptOf = (events: number): Exchange[] =>
  Array.from({ length: events }, (_, index) => ({
    ...{ kind: "received", at: index, on: "main", octets: 1_004, omitted: 0, isInTls: false } as const,
    text: textOf(index),
  }));

function resultWith(verdict: Verdict, events: number, pointedAt?: number): Result {
  const bare = { ...resultOf({ verdict }), transcript: transcriptOf(events), dropped: 2 };
  const deviation = { expected: [], received: "", because: undefined, event: pointedAt ?? 0, key: "", span: nowhere };
  return pointedAt === undefined ? bare : { ...bare, deviation: makeDeviation(deviation) };
}

Deno.test("TranscriptBudget leaves transcripts as they are while there is room for them", () => {
  const budget = new TranscriptBudget(1_000_000);
  const result = resultWith("pass", 100);
  assertEquals(budget.fit(result), result);
});

Deno.test("TranscriptBudget keeps both ends and what the verdict rests on where there is no room", () => {
  const budget = new TranscriptBudget(1_000);
  const { transcript, dropped, deviation } = budget.fit(resultWith("fail", 100, 50));
  const shown = transcript.map((event) => "octets" in event ? event.text.slice(0, 4) : "gap");
  assertEquals(shown.join(" "), "0000 0001 0002 0003 gap 0049 0050 gap 0096 0097 0098 0099");
  assertEquals([dropped, deviation?.event], [2 + 90, 6]);
  const [gap] = transcript.filter(({ kind }) => kind === "note");
  assertMatch(
    gap?.kind === "note" ? gap.text : "",
    /^45 events with 45180 octets are left out here, SHA-256 [0-9a-f]{16}$/,
  );
  const [first] = transcript;
  assert(first?.kind === "received");
  assertEquals([first.text, first.omitted], [`0000${"\\x80".repeat(76)}…${"\\x80".repeat(20)}`, 904]);
});

Deno.test("TranscriptBudget tells transcripts that differ by the digest of what is left out", () => {
  const gapsOf = (result: Result) =>
    new TranscriptBudget(0).fit(result).transcript.flatMap((event) => event.kind === "note" ? [event.text] : []);
  const [one, other] = [resultWith("pass", 100), resultWith("pass", 100)];
  const changed = other.transcript.map((event, index) =>
    "octets" in event && index === 50 ? { ...event, text: "" } : event
  );
  assertEquals(gapsOf(one), gapsOf(other));
  assert(gapsOf(one)[0] !== gapsOf({ ...other, transcript: changed })[0]);
});

Deno.test("TranscriptBudget keeps the second half of the room for what calls for a look", () => {
  const budget = new TranscriptBudget(1_000_000);
  const isWhole = (verdict: Verdict) => budget.fit(resultWith(verdict, 50)).dropped === 2; // 208 KB each
  assertEquals(["pass", "pass", "pass", "inconclusive"].map((verdict) => isWhole(verdict as Verdict)), [
    true,
    true,
    false,
    false,
  ]);
  assertEquals([isWhole("fail"), isWhole("pass"), isWhole("warn"), isWhole("fail")], [true, false, true, false]);
});

Deno.test("TranscriptBudget bounds the transcripts of a run of any length", () => {
  const budget = new TranscriptBudget(1_000_000);
  let characters = 0;
  for (let count = 0; count < 1_000; count++) {
    characters += JSON.stringify(budget.fit(resultWith(count % 7 === 0 ? "fail" : "pass", 50)).transcript).length;
  }
  assert(characters < 1_200_000 + 1_000 * 7_000, `${characters}`);
});
