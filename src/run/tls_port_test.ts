/** Ports that were named by the wrong scheme: in time, in plain words, and nothing is held against the server. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { lintId, lints } from "../judge/lint.ts";
import type { Script } from "../peer/script.ts";
import type { Role } from "../smtp/role.ts";
import { endpointsAt, readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import { waitsForTls } from "./tls_port.ts";

const cases = readCases(
  "title: A test\ncases:\n  - {id: noop, must: answer, send: NOOP, reply: 250}\n" +
    "  - {id: greets, must: greet, start: connected, reply: 220}\n",
);
const deadlines = { connect: 60_000, greeting: 20_000, reply: 60_000, endOfData: 60_000, delivery: 60_000 };

type Options = SuiteChanges & { readonly greeting?: number };

/** Runs a case and the linter at a server; gives the report and how many connections there were. */
function runAt(script: Script, role: Role, { jobs = 4, greeting = deadlines.greeting, ...more }: Options = {}) {
  return withServer(script, async (server) => {
    const target = targetAt(server, { endpoints: endpointsAt(server, [role]), deadlines: { ...deadlines, greeting } });
    const report = await runCases(cases, target, { jobs, lintIds: lints.map(lintId), ...more });
    const [check] = report.sanityChecks;
    const verdicts = new Set(report.results.map(({ verdict }) => verdict));
    return { check, verdicts, count: server.sessions.length };
  });
}

Deno.test("runSuite() finds out that a port waits for TLS long before the time for a greeting is over", async () => {
  const { check, verdicts, count } = await runAt({ isImplicitTls: true }, "mx");
  assertEquals([check?.passed, check?.reason], [false, waitsForTls]);
  assert((check?.durationMs ?? Infinity) < deadlines.greeting);
  assertEquals(check?.transcript.map(({ on, kind }) => `${on} ${kind}`).slice(0, 3), [
    "in TLS connected",
    "in TLS tls",
    "in TLS received",
  ]);
  assertEquals(verdicts, new Set(["inconclusive", "skip"]));
  assertEquals(count, 2);
});

Deno.test("runSuite() finds out that a port waits for TLS where only one connection may be open at once", async () => {
  const { check, verdicts, count } = await runAt({ isImplicitTls: true }, "mx", { jobs: 1, greeting: 2_000 });
  assertEquals([check?.passed, check?.reason], [false, waitsForTls]);
  assertEquals(verdicts, new Set(["inconclusive", "skip"]));
  assertEquals(count, 2);
});

for (const [jobs, greeting] of [[4, 8_000], [1, 2_000]] as const) {
  Deno.test(`runSuite() waits no longer for a port that waits for TLS where a server may be starting (jobs: ${jobs})`, async () => {
    const { check, verdicts, count } = await runAt({ isImplicitTls: true }, "mx", { jobs, greeting, wait: 600_000 });
    assertEquals([check?.passed, check?.reason], [false, waitsForTls]);
    assert(check?.transcript.some(({ kind }) => kind === "tls"));
    assertEquals(verdicts, new Set(["inconclusive", "skip"]));
    assertEquals(count, 2);
  });
}

const up: readonly (readonly [what: string, script: Script, role: Role])[] = [
  ["speaks in the clear where TLS is to begin", {}, "submissions"],
  ["sends what is no greeting", { answers: { connect: "hello" } }, "mx"],
];
for (const [what, script, role] of up) {
  Deno.test(`runSuite() waits no longer for a server that ${what}`, async () => {
    const { check } = await runAt(script, role, { wait: 600_000 });
    assertEquals(check?.passed, false);
  });
}

Deno.test("runSuite() takes no late greeting for a port that waits for TLS", async () => {
  const late: Script = { answers: { connect: [{ kind: "pause", time: 1_500 }, "220 mx.test ESMTP"] } };
  const { check } = await runAt(late, "mx", { greeting: 4_000 });
  assertEquals([check?.passed, check?.reason], [true, null]);
});

Deno.test("runSuite() says at once that a server speaks in the clear where TLS is to begin", async () => {
  const { check, verdicts } = await runAt({}, "submissions");
  assertEquals(check?.passed, false);
  assertMatch(check?.reason ?? "", /^the TLS handshake failed: the server spoke in the clear: 220 mx\.test ESMTP/);
  assert((check?.durationMs ?? Infinity) < deadlines.greeting);
  assert(check?.transcript.some((event) => event.kind === "received" && event.text.startsWith("220 mx.test")));
  assertEquals(verdicts, new Set(["inconclusive", "skip"]));
});
