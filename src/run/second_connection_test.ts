/** Servers that serve one connection at a time. */
import * as net from "node:net";
import { assert, assertEquals } from "@std/assert";
import type { Report } from "../report/report.ts";
import { pause, type Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import type { Role } from "../smtp/role.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, readOne, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import { needsSecondConnection } from "./needs.ts";

/** Stands before a server, lets one connection through at a time, and has the others wait or refuses them. */
async function withGate<Result>(
  server: ScriptedServer,
  whenBusy: "wait" | "421" | "close",
  test: (gate: { readonly host: string; readonly port: number }) => Promise<Result>,
): Promise<Result> {
  const clients: net.Socket[] = [];
  const waiting: net.Socket[] = [];
  let isBusy = false;
  const next = () => {
    isBusy = false;
    const client = waiting.shift();
    if (client !== undefined) letThrough(client);
  };
  const letThrough = (client: net.Socket) => {
    if (client.destroyed) return next();
    isBusy = true;
    const inner = net.connect(server.port, server.host);
    inner.on("error", () => client.destroy());
    inner.on("close", () => client.end().resume());
    client.pipe(inner).pipe(client);
    client.once("close", () => {
      inner.destroy();
      next();
    });
  };
  const listener = net.createServer({ noDelay: true }, (client) => {
    client.on("error", () => {});
    clients.push(client);
    if (!isBusy) letThrough(client);
    else if (whenBusy === "wait") waiting.push(client);
    else client.end(whenBusy === "421" ? "421 4.3.2 one at a time\r\n" : "");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  try {
    return await test({ host: "127.0.0.1", port: (listener.address() as net.AddressInfo).port });
  } finally {
    for (const client of clients) client.destroy();
    await new Promise((resolve) => listener.close(resolve));
  }
}

const cases = readCases(`title: One at a time
port: [mx, submission]
cases:
${Array.from({ length: 10 }, (_, at) => `  - {id: n${at}, must: answer, send: NOOP, reply: 250}\n`).join("")}
  - {id: two, must: serve two, steps: [{connect: second}, {on: second, send: NOOP, reply: 250}]}
`);

function run(whenBusy: "wait" | "421" | "close", roles: readonly Role[] = ["mx"]): Promise<Report> {
  // The gate needs some real time to notice that a connection is closed.
  return inFastTime(
    whenBusy === "wait" ? 20 : 4,
    (clock) =>
      withServer(
        {},
        (server) =>
          withGate(server, whenBusy, (gate) =>
            runCases(cases, targetAt(gate, { endpoints: endpointsAt(gate, roles) }), { clock, jobs: 16 })),
      ),
  );
}

const sentences = {
  wait: "it greets a second one only when the first is closed",
  "421": "beside a first one it does not serve a second: 421 4.3.2 one at a time",
  close: "beside a first one it does not serve a second: the server closed (FIN)",
};

for (const how of ["wait", "421", "close"] as const) {
  Deno.test(`runSuite() plays with one connection at a time where others get: ${how}`, async () => {
    const { results, summary, sanityChecks } = await run(how);
    const [two, ...others] = results.toReversed();
    assertEquals(others.filter(({ verdict }) => verdict !== "pass"), []);
    assertEquals(
      [two?.verdict, two?.reason],
      ["inconclusive", `the server serves one connection at a time: ${sentences[how]}`],
    );
    assertEquals([summary.fail, sanityChecks.every(({ passed }) => passed)], [0, true]);
  });
}

Deno.test("runSuite() plays with one connection at all endpoints of a host that share a process", async () => {
  const { summary } = await run("wait", ["mx", "submission"]);
  assertEquals([summary.pass, summary.inconclusive, summary.fail], [20, 2, 0]);
});

Deno.test("runSuite() takes no server for one at a time that serves two, however slowly it greets", async () => {
  const slow: Script = { answers: { connect: [pause(3_000), "220 mx.test"] } };
  const deadlines = { connect: 90_000, greeting: 90_000, reply: 90_000, endOfData: 90_000, delivery: 90_000 };
  for (const script of [{}, slow]) {
    const report = await inFastTime(20, (clock) =>
      withServer(script, async (server) => {
        const report = await runCases(cases, targetAt(server, { deadlines }), { clock });
        assert(server.sessions.length > cases.length, "two were tried");
        return report;
      }));
    assertEquals(report.results.filter(({ verdict }) => verdict !== "pass"), []);
  }
});

const needing: readonly (readonly [what: string, isNeeded: boolean, body: string])[] = [
  ["another connection", true, "steps:\n  - connect: second\n  - {on: second, send: NOOP, reply: 250}"],
  [
    "a sentinel, which shows that no message arrived",
    true,
    "send: NOOP\ndelivered: {to: $rcpt, containing: x, count: 0}",
  ],
  ["a sentinel, which shows that no other message arrived", true, "send: NOOP\ndelivered: {to: $rcpt, containing: x}"],
  ["a message to arrive", false, "send: NOOP\ndelivered: {to: $rcpt, containing: x, count: 1..}"],
  ["a reply", false, "send: NOOP\nreply: 250"],
];

for (const [what, isNeeded, body] of needing) {
  Deno.test(`needsSecondConnection() says ${isNeeded ? "yes" : "no"} of a case that needs ${what}`, () => {
    const [endpoint] = endpointsAt({ host: "127.0.0.1", port: 25 });
    if (endpoint === undefined) throw new Error("no endpoint");
    const read = readOne(`risks: [delivers]\n${body}`);
    assertEquals(needsSecondConnection({ id: read.id, case: read, endpoint }), isNeeded);
  });
}
