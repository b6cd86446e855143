/** Runs against several hosts: 127.0.0.1 and localhost are two, each with a scripted server of its own. */
import { assert, assertEquals } from "@std/assert";
import type { Case } from "../case/case.ts";
import { isSelected } from "../plan/select.ts";
import type { Report } from "../report/report.ts";
import type { ReportEvent } from "../report/events.ts";
import type { Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import type { Role } from "../smtp/role.ts";
import type { Addresses } from "../targets/addresses.ts";
import { endpointsOf, type Host } from "../targets/endpoint.ts";
import { readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const casesOf = (...lines: string[]): Case[] =>
  readCases(`title: A test\ncases:\n${lines.map((line) => `  - {${line}}\n`).join("")}`);
const noop = "id: noop, must: answer NOOP, send: NOOP, reply: 250";
const help = "id: help, must: answer HELP, send: HELP, reply: 214";
const both = "id: both, must: say hello, port: [mx, lmtp], send: NOOP $hello, reply: 250";
const nowhere = "id: nowhere, must: be submitted, port: submission, send: NOOP, reply: 250";

/** Where localhost is. */
const addresses: Addresses = new Map([["localhost", { kind: "found", addresses: ["127.0.0.1"] }]]);

/** A host at a server, which listens in these roles. */
const hostAt = (name: string, { port }: ScriptedServer, roles: readonly Role[]): Host => ({
  name,
  listeners: roles.map((role) => ({ role, address: { host: name, port } })),
});

interface Given {
  readonly scripts?: readonly [Script, Script];
  readonly roles?: readonly Role[];
  readonly changes?: SuiteChanges;
}

/** Runs cases against two hosts together, and against each alone. */
function runBoth(
  cases: readonly Case[],
  { scripts: [one, two] = [{}, {}], roles = ["mx"], changes = {} }: Given,
): Promise<{ readonly together: Report; readonly alone: readonly Report[] }> {
  return withServer(one, (first) =>
    withServer(two, async (second) => {
      const hosts = [hostAt("127.0.0.1", first, roles), hostAt("localhost", second, roles)];
      const run = (some: readonly Host[]) =>
        runCases(cases, targetAt(first, { endpoints: endpointsOf(some), addresses }), changes);
      const together = await run(hosts);
      return { together, alone: await Promise.all(hosts.map((host) => run([host]))) };
    }));
}

const verdictsOf = ({ results }: Report) =>
  Object.fromEntries(results.map(({ id, verdict }) => [id.replace("test/case/", ""), verdict]));

Deno.test("runSuite() tests each of several hosts, and names the host in the ids of its results", async () => {
  const scripts = [{ answers: { HELP: "214 help" } }, { answers: { HELP: "250 not so" } }] as const;
  const { together, alone } = await runBoth(casesOf(noop, help), { scripts });
  assertEquals(verdictsOf(together), {
    "noop@127.0.0.1": "pass",
    "noop@localhost": "pass",
    "help@127.0.0.1": "pass",
    "help@localhost": "fail",
  });
  assertEquals(alone.map(verdictsOf), [{ noop: "pass", help: "pass" }, { noop: "pass", help: "fail" }]);
  assertEquals(together.target.hosts, ["127.0.0.1", "localhost"]);
  assertEquals(together.target.endpoints.map(({ name }) => name), ["mx@127.0.0.1", "mx@localhost"]);
  assertEquals(together.sanityChecks.map(({ endpoint, when }) => [endpoint, when]), [
    ["mx@127.0.0.1", "first"],
    ["mx@localhost", "first"],
    ["mx@127.0.0.1", "last"],
    ["mx@localhost", "last"],
  ]);
  const [first, , , failed] = together.results;
  assertEquals([first?.host, first?.endpoint, first?.role], ["127.0.0.1", "mx@127.0.0.1", "mx"]);
  assertEquals([failed?.host, failed?.again], ["localhost", "test/case/help@localhost"]);
  assertEquals(alone[0]?.results.some((result) => "host" in result), false);
});

Deno.test("runSuite() names role and host of a case of several roles, and the host alone where none is there", async () => {
  const { together, alone } = await runBoth(casesOf(both, nowhere), { roles: ["mx", "lmtp"] });
  assertEquals(Object.keys(verdictsOf(together)), [
    "both:mx@127.0.0.1",
    "both:lmtp@127.0.0.1",
    "both:mx@localhost",
    "both:lmtp@localhost",
    "nowhere@127.0.0.1",
    "nowhere@localhost",
  ]);
  assertEquals(Object.keys(alone.map(verdictsOf)[0] ?? {}), ["both:mx", "both:lmtp", "nowhere"]);
});

Deno.test("runSuite() opens a further connection of a case on the same host", async () => {
  const further = "id: further, must: x, steps: [{connect: other, port: lmtp}, {on: other, send: LHLO c, reply: 250}]";
  await withServer({}, (first) =>
    withServer({ answers: { LHLO: "500 not here" } }, async (second) => {
      const hosts = [hostAt("127.0.0.1", first, ["mx", "lmtp"]), hostAt("localhost", second, ["mx"])];
      const target = targetAt(first, { endpoints: endpointsOf(hosts), addresses });
      const report = await runCases(casesOf(further), target);
      assertEquals(verdictsOf(report), { "further@127.0.0.1": "pass", "further@localhost": "inconclusive" });
      assertEquals(report.results[1]?.reason, "the target has no endpoint of the role lmtp");
      assertEquals(second.lines.some((line) => line.startsWith("LHLO")), false);
    }));
});

Deno.test("runSuite() plans each host by what it offers", async () => {
  const chunking = "id: chunk, must: chunk, requires: [CHUNKING], send: NOOP, reply: 250";
  const { together } = await runBoth(casesOf(chunking), { scripts: [{ offers: ["CHUNKING"] }, {}] });
  assertEquals(verdictsOf(together), { "chunk@127.0.0.1": "pass", "chunk@localhost": "skip" });
});

Deno.test("runSuite() judges the other host where the sanity check of one fails", async () => {
  const scripts = [{ answers: { EHLO: "550 no" } }, {}] as const;
  const { together } = await runBoth(casesOf(noop), { scripts });
  assertEquals(verdictsOf(together), { "noop@127.0.0.1": "inconclusive", "noop@localhost": "pass" });
});

Deno.test("runSuite() keeps what the linter sees apart by host", async () => {
  const scripts = [{}, { answers: { NOOP: { kind: "octets", octets: "250 a\rb\r\n" } } }] as const;
  const { together, alone } = await runBoth(casesOf(noop), {
    scripts,
    changes: { lintIds: ["replies/lint/bare-cr"] },
  });
  const lints = together.results.filter(({ linted }) => linted !== undefined);
  assertEquals(lints.map(({ id, verdict, host }) => [id, verdict, host]), [
    ["replies/lint/bare-cr@127.0.0.1", "pass", "127.0.0.1"],
    ["replies/lint/bare-cr@localhost", "fail", "localhost"],
  ]);
  assertEquals(lints[1]?.again, "test/case/noop@localhost");
  assertEquals(lints.map(({ linted }) => linted?.checked), alone.map(({ results }) => results.at(-1)?.linted?.checked));
});

Deno.test("runSuite() connects to no host of which nothing is selected", async () => {
  const selects = (id: string, host: string) =>
    isSelected({ only: ["test/case/noop@localhost"], skip: [], areas: [] }, id, host);
  await withServer({}, (first) =>
    withServer({}, async (second) => {
      const hosts = [hostAt("127.0.0.1", first, ["mx"]), hostAt("localhost", second, ["mx"])];
      const target = targetAt(first, { endpoints: endpointsOf(hosts), addresses });
      const events: ReportEvent[] = [];
      const report = await runCases(casesOf(noop, help), target, {
        selects,
        onEvent: (event) => events.push(event),
      });
      assertEquals(verdictsOf(report), { "noop@localhost": "pass" });
      assertEquals(report.target.hosts, ["localhost"]);
      assertEquals(first.sessions.length, 0);
      assert(second.sessions.length > 0);
      assertEquals(events.flatMap((each) => each.event === "endpoint" ? [each.endpoint.name] : []), ["mx@localhost"]);
    }));
});

Deno.test("runSuite() plays one role of a case where that alone is selected", async () => {
  const selects = (id: string, host: string) =>
    isSelected({ only: ["test/case/both:lmtp"], skip: [], areas: [] }, id, host);
  const { together, alone } = await runBoth(casesOf(both), { roles: ["mx", "lmtp"], changes: { selects } });
  assertEquals(Object.keys(verdictsOf(together)), ["both:lmtp@127.0.0.1", "both:lmtp@localhost"]);
  assertEquals(alone.map((each) => Object.keys(verdictsOf(each))), [["both:lmtp"], ["both:lmtp"]]);
});

Deno.test("runSuite() stops on all hosts at the first failure", async () => {
  const scripts = [{ answers: { HELP: "250 not so" } }, { answers: { HELP: "250 not so" } }] as const;
  const { together } = await runBoth(casesOf(help, noop), { scripts, changes: { isFailFast: true, jobs: 1 } });
  assertEquals(together.results.length < 4, true);
  assertEquals(together.complete, false);
});
