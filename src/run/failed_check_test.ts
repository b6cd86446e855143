import { assertEquals, assertMatch } from "@std/assert";
import { type Answers, close, nothing, turns } from "../peer/script.ts";
import type { Case } from "../case/case.ts";
import type { Report } from "../report/report.ts";
import { withServer } from "../testing/scripted_server.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";

/** One case for each thing that a run can need. */
const cases = readCases(`
title: What a run needs
cases:
  - {id: connected, must: greet, start: connected, reply: 220}
  - {id: greeted, must: answer, start: greeted, send: NOOP, reply: 250}
  - {id: hello, must: answer, start: greeted, send: EHLO x.test, reply: 250}
  - {id: ehlo, must: answer, send: NOOP, reply: 250}
  - {id: keyword, must: answer, start: greeted, requires: [not CHUNKING], send: NOOP, reply: 250}
  - {id: sends-mail, must: answer, send: "MAIL FROM:<$from>", reply: 250}
  - {id: mail, must: answer, start: mail, send: NOOP, reply: 250}
  - {id: sends-rcpt, must: answer, start: mail, send: "$verb TO:<x@mx.test>", reply: 250, variants: [{name: a, verb: Rcpt}]}
  - {id: rcpt, must: answer, start: rcpt, send: NOOP, reply: 250}
  - {id: rset, must: reset, send: RSET, reply: 250}
`.trimStart());
const nameOf = ({ id }: { readonly id: string }) => id.slice("test/case/".length);
const ids = cases.map(nameOf);
const deadlines = { connect: 9_000, greeting: 300, reply: 300, endOfData: 9_000, delivery: 9_000 };

function runAt(played: readonly Case[], answers: Answers): Promise<Report> {
  const run = (clock: () => number) =>
    withServer({ answers }, (server) => runCases(played, targetAt(server, { deadlines }), { clock }));
  return inFastTime(1, run);
}

/** Runs the cases at a server; gives the names of those that were played, and the report. */
async function playedAt(answers: Answers): Promise<{ played: string[]; report: Report }> {
  const report = await runAt(cases, answers);
  const stopped = new Set(report.results.filter(({ attempts }) => attempts === 0).map(nameOf));
  return { played: ids.filter((id) => !stopped.has(id)), report };
}

const without = (...left: string[]) => ids.filter((id) => !left.includes(id));
const beyondMail = ["sends-mail", "mail", "sends-rcpt[a]", "rcpt"];
const beyondHello = ["ehlo", "keyword", ...beyondMail, "rset"];

const rows: readonly (readonly [what: string, answers: Answers, played: readonly string[]])[] = [
  ["the server refuses the session", { connect: "554 no" }, ["connected"]],
  ["the server does not know EHLO", { EHLO: "502 no" }, without(...beyondHello)],
  ["the server refuses the name in EHLO", { EHLO: "550 no" }, without(...beyondHello, "hello")],
  ["the server closes at EHLO", { EHLO: close("fin") }, without(...beyondHello, "hello")],
  ["the server is silent after EHLO", { EHLO: nothing }, without(...beyondHello, "hello")],
  ["the sender is refused", { MAIL: "550 no" }, without(...beyondMail)],
  ["the recipient is refused", { RCPT: "550 no" }, without("sends-rcpt[a]", "rcpt")],
];

for (const [what, answers, wanted] of rows) {
  Deno.test(`runSuite() plays what lies before the failure of the sanity check: ${what}`, async () => {
    const { played, report } = await playedAt(answers);
    assertEquals(played, wanted);
    assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", false]]);
  });
}

Deno.test("runSuite() asks for the offer where the sanity check came so far", async () => {
  const { report } = await playedAt({ MAIL: "550 no" });
  assertEquals(Object.keys(report.target.endpoints[0]?.offer ?? {}), ["plain"]);
});

const silent = readCases("title: t\ncases:\n  - {id: it, must: answer, send: VRFY x, reply: 252}\n");

Deno.test("runSuite() judges a silence where the sanity check is refused as it was before", async () => {
  const { results: [result] } = await runAt(silent, { RCPT: "550 no", VRFY: nothing });
  assertEquals(result?.verdict, "fail");
  assertMatch(result?.reason ?? "", /^no reply within 300 ms/);
});

Deno.test("runSuite() does not judge a silence where the sanity check is refused in another way", async () => {
  const { results: [result] } = await runAt(silent, { RCPT: turns("550 no", "452 busy"), VRFY: nothing });
  assertEquals(result?.verdict, "inconclusive");
  assertMatch(result?.reason ?? "", /^the sanity check failed at the same time: RCPT .* 452 busy/);
});
