/** Servers that send more than anybody needs: the run ends in seconds, with its report, and nothing stands still. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { lintId, lints } from "../judge/lint.ts";
import { close, octets, type Script } from "../peer/script.ts";
import { renderJson } from "../report/json.ts";
import { renderHtml } from "../report/html/report_page.ts";
import type { Report, Result } from "../report/report.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const reply = (code: number, text: string, { end = "\r\n", lines = 990 } = {}) =>
  octets(`${code}-${text}${end}`.repeat(lines) + `${code} end\r\n`);
const longest = "x".repeat(65_514); // lines of 65,520 octets
const long = "x".repeat(594);
const odd = "\x80".repeat(500);

const cases = readCases(`title: Plain commands
cases:
  - {id: noop, must: reply to NOOP, tests: NOOP, send: NOOP, reply: 250}
  - {id: rset, must: reply to RSET, send: RSET, reply: 250}
  - {id: twice, must: reply to both, until_quit: [250, 250], bytes: "NOOP\\r\\nNOOP\\r\\n"}
`);

const greetings = readCases(`title: The greeting
cases:
  - {id: greets, must: greet, start: connected, reply: 220}
  - {id: name, must: name itself, start: connected, reply: {inconclusive: {not: 220}, pass: {first_line: '/^x+$/'}}}
`);

interface Played {
  readonly report: Report;
  /** The longest time for which nothing else could be done. */
  readonly stood: number;
}

async function play(answers: Script["answers"] = {}, played = cases): Promise<Played> {
  let last = performance.now();
  let stood = 0;
  const beat = setInterval(() => {
    stood = Math.max(stood, performance.now() - last);
    last = performance.now();
  }, 20);
  try {
    const report = await withServer(
      { answers },
      (server) => runCases(played, targetAt(server), { lintIds: lints.map(lintId) }),
    );
    return { report, stood };
  } finally {
    clearInterval(beat);
  }
}

const find = ({ results }: Report, id: string): Result | undefined => results.find((result) => result.id === id);
const occurrences = (report: Report, rule: string) => find(report, `replies/lint/${rule}`)?.linted?.occurrences ?? [];

function assertBounded({ report, stood }: Played): void {
  assert(report.complete);
  assert(stood < 2_000, `nothing else could be done for ${stood} ms`);
  assert(renderJson(report).length < 2_000_000 && renderHtml(report).length < 2_000_000);
}

for (const [verb, code] of [["connect", 220], ["EHLO", 250], ["NOOP", 250]] as const) {
  Deno.test(`runSuite() gives up a connection on which the answer to ${verb} is too large, and names the flaw of its lines`, async () => {
    const played = await play({ [verb]: reply(code, longest, { lines: 40 }) });
    assertBounded(played);
    const { report } = played;
    const why = "a reply has more than 1048576 octets";
    if (verb === "NOOP") {
      assertMatch(
        find(report, "test/case/noop")?.reason ?? "",
        new RegExp(`^received 250-.* \\(${why}\\): smtpspec reads no more of a reply$`),
      );
      assertEquals(find(report, "test/case/noop")?.verdict, "inconclusive");
      assertEquals(find(report, "test/case/rset")?.verdict, "pass");
    } else assertStringIncludes(report.sanityChecks[0]?.reason ?? "", `(${why}): the start was not reached`);
    assertEquals(report.results.filter(({ verdict }) => verdict === "fail"), []);
    assertEquals(occurrences(report, "line-octets")[0]?.why, "a line has 65520 octets");
  });
}

Deno.test("runSuite() judges the first line of a greeting that is too large, and nothing else of it", async () => {
  const { report } = await play({ connect: reply(220, longest, { lines: 40 }) }, greetings);
  assertEquals(report.results.slice(0, 2).map(({ verdict, reason }) => [verdict, reason?.replace(/^.*\): /, "")]), [
    ["inconclusive", "smtpspec reads no more of a reply"],
    ["pass", undefined],
  ]);
});

Deno.test("runSuite() reads a large reply of a good form, and keeps some flaws of it", async () => {
  const played = await play({ NOOP: reply(250, long) });
  assertBounded(played);
  assertEquals(find(played.report, "test/case/noop")?.verdict, "pass");
  assertEquals(find(played.report, "replies/lint/line-octets")?.verdict, "warn");
  assertEquals(occurrences(played.report, "line-octets").length, 30); // ten of each of three replies
});

Deno.test("runSuite() reads a greeting that breaks the grammar in each line", async () => {
  const played = await play({ connect: reply(220, odd, { end: "\n" }) });
  assertBounded(played);
  assertEquals(played.report.results.slice(0, 2).map(({ verdict }) => verdict), ["pass", "pass"]);
  assertEquals(["line-end", "octet-range"].map((rule) => find(played.report, `replies/lint/${rule}`)?.verdict), [
    "fail",
    "fail",
  ]);
});

Deno.test("runSuite() bounds what it keeps of a flood of replies to QUIT", async () => {
  const flood = octets(`250 ${"\x80".repeat(1_900)}\r\n`.repeat(990) + "221 bye\r\n");
  const played = await play({ QUIT: [flood, close("fin")] });
  assertBounded(played);
  assertEquals(find(played.report, "test/case/noop")?.verdict, "pass");
  assertEquals(find(played.report, "test/case/twice")?.verdict, "inconclusive"); // it sees all replies to the end
  assertEquals(find(played.report, "replies/lint/unsolicited")?.verdict, "fail");
});
