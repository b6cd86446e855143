import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Case } from "../case/case.ts";
import type { Requirement } from "../case/requirements.ts";
import type { Wording } from "../case/wording.ts";
import { noVerdicts, type Report } from "../report/report.ts";
import { close, firstOnly, nothing, type Script, turns } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import { withServer } from "../testing/scripted_server.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, exitOf, readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";

const noop = (id: string) => `  - {id: ${id}, must: answer NOOP, send: NOOP, reply: 250}\n`;
const foo = "  - {id: foo, must: know FOO, send: FOO, reply: 250}\n";
const casesOf = (...texts: string[]): Case[] => readCases(`title: A test\ncases:\n${texts.join("")}`);
const verdictsOf = ({ results }: Report) =>
  Object.fromEntries(results.map(({ id, verdict }) => [id.slice(10), verdict]));

/** Runs cases against a server; slow things of the runner go ten times as fast. */
function run(
  cases: readonly Case[],
  script: Script,
  changes: SuiteChanges = {},
  watch: (server: ScriptedServer) => void = () => {},
): Promise<Report> {
  const deadlines = { connect: 100_000, greeting: 100_000, reply: 100_000, endOfData: 100_000, delivery: 100_000 };
  return inFastTime(10, (clock) =>
    withServer(script, async (server) => {
      const report = await runCases(cases, targetAt(server, { deadlines }), { clock, ...changes });
      watch(server);
      return report;
    }));
}

Deno.test("runSuite() plays the sanity check, the cases, and the sanity check", async () => {
  const report = await run(casesOf(noop("one"), foo), { offers: ["SIZE 1000"] });
  assertEquals(verdictsOf(report), { one: "pass", foo: "fail" });
  assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", true], ["last", true]]);
  assertEquals(report.summary, { ...noVerdicts(), pass: 1, fail: 1 });
  assertEquals(report.target.endpoints[0]?.offer["plain"]?.keywords, ["SIZE 1000"]);
  assert(report.complete);
  assertEquals(exitOf(report), 1);
});

Deno.test("runSuite() gives results their impact, where there is one, and requirements their wording", async () => {
  const lossy = "  - {id: lossy, must: answer NOOP, impact: loss, send: NOOP, reply: 250}\n";
  const requirementOf = (id: string, wording: Wording): Requirement => ({
    ...{ id, wording, rfc: 5321, section: "4.2", level: "must", actor: "server", says: "S.", observe: "session" },
    ...{ area: "replies", untested: undefined },
  });
  const report = await run(casesOf(lossy, noop("one")), {}, {
    lintIds: ["replies/lint/code"],
    coverage: [
      { requirement: requirementOf("a", "keyword"), cases: [], reason: undefined },
      { requirement: requirementOf("b", "grammar"), cases: [], reason: undefined },
    ],
  });
  assertEquals(report.results.map(({ impact }) => impact), ["loss", undefined, "interoperability"]);
  assertEquals([report.requirements["a"]?.wording, report.requirements["b"]?.wording], [undefined, "grammar"]);
});

Deno.test("runSuite() skips what the server does not offer, and says so", async () => {
  const report = await run(
    casesOf("  - {id: chunk, must: chunk, requires: [CHUNKING], send: NOOP, reply: 250}\n", noop("one")),
    {},
    { allowed: [] },
  );
  assertEquals(verdictsOf(report), { chunk: "skip", one: "pass" });
  assertEquals(report.results[0]?.reason, "the server does not offer CHUNKING");
  assertEquals(exitOf(report), 0);
});

Deno.test("runSuite() leaves out safety classes that are not allowed", async () => {
  const report = await run(
    casesOf("  - {id: bad, must: live, risks: [hostile], send: NOOP, reply: 250}\n"),
    {},
    { allowed: ["delivers"] },
    (server) => assertEquals(server.lines.includes("NOOP"), false),
  );
  assertEquals(report.results[0]?.reason, "not allowed here: add --allow hostile");
});

Deno.test("runSuite() judges no case that needs what the first sanity check did not come to", async () => {
  const rcpt = "  - {id: rcpt, must: answer NOOP, start: rcpt, send: NOOP, reply: 250}\n";
  const report = await run(casesOf(noop("one"), rcpt), { answers: { RCPT: "550 no such user" } });
  assertEquals(verdictsOf(report), { one: "pass", rcpt: "inconclusive" });
  assertMatch(
    report.results[1]?.reason ?? "",
    /^the sanity check failed: .*550 no such user: the start was not reached$/,
  );
  assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", false]]);
  assert(report.sanityChecks[0]?.transcript.some((event) => event.kind === "received" && /550/.test(event.text)));
  assertEquals(exitOf(report), 4);
});

Deno.test("runSuite() tries the sanity check once more when the server says 421", async () => {
  const report = await run(casesOf(noop("one")), {
    answers: { connect: firstOnly(["421 starting", close("fin")], "220 hi") },
  });
  assertEquals(verdictsOf(report), { one: "pass" });
  assertEquals(exitOf(report), 0);
});

Deno.test("runSuite() reports a sanity check that fails after the cases", async () => {
  const report = await run(casesOf(noop("one")), {
    answers: { MAIL: ({ turn }) => turn === 0 ? "250 ok" : "451 worn out" },
  });
  assertEquals(verdictsOf(report), { one: "pass" });
  assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", true], ["last", false]]);
  assertMatch(report.sanityChecks[1]?.reason ?? "", /451 worn out: the start was not reached$/);
  assertEquals(exitOf(report), 4);
});

Deno.test("runSuite() says that the server could not be tested when nobody listens", async () => {
  const report = await inFastTime(
    10,
    (clock) => runCases(casesOf(noop("one")), targetAt({ host: "127.0.0.1", port: 1 }), { clock }),
  );
  assertEquals(verdictsOf(report), { one: "inconclusive" });
  assertEquals(report.sanityChecks[0]?.reason, "the connection was refused");
  assertEquals(exitOf(report), 4);
});

Deno.test("runSuite() stops at an abort and says that the run is not complete", async () => {
  const abort = new AbortController();
  const report = await run(
    casesOf(noop("one"), "  - {id: stuck, must: answer, send: VRFY x, reply: 252}\n", noop("three")),
    { answers: { VRFY: nothing } },
    {
      jobs: 1,
      signal: abort.signal,
      onProgress: ({ latest }) => {
        if (latest?.id === "test/case/one") abort.abort();
      },
    },
  );
  assertEquals(verdictsOf(report), { one: "pass" });
  assertEquals(report.complete, false);
  assertEquals(report.sanityChecks.map(({ when }) => when), ["first"]);
});

Deno.test("runSuite() stops at an abort in the middle of a case", async () => {
  const abort = new AbortController();
  const { results, complete } = await withServer({ answers: { VRFY: nothing } }, async (server) => {
    void server.seen(/^VRFY/).then(() => abort.abort());
    const cases = casesOf("  - {id: stuck, must: answer, send: VRFY x, reply: 252}\n", noop("two"));
    return await runCases(cases, targetAt(server), { jobs: 1, signal: abort.signal });
  });
  assertEquals([results, complete], [[], false]);
});

Deno.test("runSuite() stops at the first failure when it is told to", async () => {
  const report = await run(casesOf(noop("one"), foo, noop("three")), {}, { jobs: 1, isFailFast: true });
  assertEquals(verdictsOf(report), { one: "pass", foo: "fail" });
  assertEquals(report.complete, false);
  assertEquals(exitOf(report), 1);
});

Deno.test("runSuite() gives each port its run of a case that names several", async () => {
  const cases = casesOf("  - {id: both, must: answer, port: [mx, lmtp], send: NOOP $hello, reply: 250}\n");
  const report = await withServer({}, (server) => {
    return runCases(cases, targetAt(server, { endpoints: endpointsAt(server, ["mx", "lmtp"]) }));
  });
  assertEquals(verdictsOf(report), { "both:mx": "pass", "both:lmtp": "pass" });
});

Deno.test("runSuite() gives each row of variants a result, in the order of the file", async () => {
  const rows = "variants: [{name: a, code: 250}, {name: b, code: 500}]";
  const report = await run(casesOf(`  - {id: row, must: answer, send: NOOP, reply: $code, ${rows}}\n`), {});
  assertEquals(verdictsOf(report), { "row[a]": "pass", "row[b]": "fail" });
});

Deno.test("runSuite() records an expired certificate and works with it", async () => {
  const cases = casesOf("  - {id: tls, must: answer, with: [tls], send: NOOP, reply: 250}\n");
  const report = await run(cases, {
    offers: ["STARTTLS"],
    answers: { STARTTLS: ["220 go on", { kind: "tls", certificate: "expired" }] },
  });
  assertEquals(verdictsOf(report), { tls: "pass" });
  assertEquals(report.target.endpoints[0]?.tls?.isValidToday, false);
  assertEquals(report.target.endpoints[0]?.tls?.validTo, "2021-01-01T00:00:00.000Z");
});

Deno.test("runSuite() opens no more connections at once than it may", async () => {
  let [open, most] = [0, 0];
  const cases = casesOf(...Array.from({ length: 12 }, (_, index) => noop(`n${index}`)));
  const report = await run(
    cases,
    {
      answers: {
        connect: () => {
          most = Math.max(most, ++open);
          return "220 hi";
        },
        QUIT: () => {
          open--;
          return ["221 bye", close("fin")];
        },
      },
    },
    { jobs: 3 },
  );
  assertEquals(report.summary.pass, 12);
  assertEquals(most, 3);
});

Deno.test("runSuite() waits for a server that is starting, and no longer than it may", async () => {
  const starting: Script = { answers: { connect: turns(close("reset"), close("fin"), "220 mx.test ESMTP") } };
  const never: Script = { answers: { connect: close("fin") } };
  const [late, lost] = await Promise.all([
    withServer(starting, (server) => runCases(casesOf(noop("one")), targetAt(server), { wait: 60_000 })),
    withServer(never, (server) => runCases(casesOf(noop("one")), targetAt(server), { wait: 300 })),
  ]);
  assertEquals([exitOf(late), verdictsOf(late)], [0, { one: "pass" }]);
  assertEquals(exitOf(lost), 4);
});

Deno.test("runSuite() knows the software of an endpoint by its greeting, but what the owner says decides", async () => {
  const script = { answers: { connect: "220 mx.test ESMTP Postfix (3.9.1)" } };
  const report = await run(casesOf(noop("one")), script);
  assertEquals(report.target.endpoints[0]?.software, { name: "postfix", version: "3.9.1", by: "greeting" });
  const software = { name: "exim", version: null, by: "owner" } as const;
  const told = await withServer(script, (server) => runCases(casesOf(noop("one")), targetAt(server, { software })));
  assertEquals(told.target.endpoints[0]?.software, software);
});
