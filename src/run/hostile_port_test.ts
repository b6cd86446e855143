import { assert, assertEquals, assertMatch } from "@std/assert";
import * as net from "node:net";
import { type Act, close, nothing, octets, type Script } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import type { Report } from "../report/report.ts";
import type { Deadlines } from "../targets/target.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { exitOf, readCases, runCases, targetAt } from "../testing/runs.ts";

const words = ["one", "two", "three"];
const cases = readCases(
  `title: A test\ncases:\n${
    words.map((id) => `  - {id: ${id}, must: answer NOOP, send: NOOP, reply: 250}\n`).join("")
  }`,
);

/** Runs three cases one after the other; the runner's waits go fifty times as fast. */
function runOn(port: number, changes: Partial<Deadlines> = {}): Promise<Report> {
  const long = 500_000; // ten real seconds: on a busy machine too, nothing that comes at all takes so long
  const deadlines = { connect: long, greeting: long, reply: long, endOfData: long, delivery: long, ...changes };
  return inFastTime(
    50,
    (clock) => runCases(cases, targetAt({ host: "127.0.0.1", port }, { deadlines }), { clock, jobs: 1 }),
  );
}

/** Nothing is held against a server that cannot be spoken to, and the report says why. */
function assertUntestable(report: Report, reason: RegExp): void {
  assertEquals(report.summary, { ...report.summary, pass: 0, warn: 0, fail: 0, error: 0, inconclusive: cases.length });
  assertMatch(report.sanityChecks[0]?.reason ?? "", reason);
  for (const result of report.results) assertMatch(result.reason ?? "", /^the sanity check failed: /);
  assertEquals([exitOf(report), report.complete], [4, true]);
}

const noGreeting = /^no reply within 10\.0 s in place of the greeting: the start was not reached$/;
const strangers: readonly { readonly says: string; readonly server: Script; readonly reason: RegExp }[] = [
  {
    says: "takes connections and never speaks",
    server: { answers: { connect: nothing } },
    reason: noGreeting,
  },
  {
    says: "wants TLS from the first octet",
    server: { isImplicitTls: true },
    reason: /^no greeting came, and the server took a TLS handshake on another connection$/,
  },
  {
    says: "speaks HTTP, and waits for a request",
    server: { answers: { connect: nothing, EHLO: ["HTTP/1.1 400 Bad Request", "", close("fin")] } },
    reason: noGreeting,
  },
  {
    says: "speaks SSH",
    server: { answers: { connect: "SSH-2.0-OpenSSH_9.2p1" } },
    reason: /^the greeting was SSH-2\.0-OpenSSH_9\.2p1/,
  },
  {
    says: "speaks POP3",
    server: { answers: { connect: "+OK ready" } },
    reason: /^the greeting was \+OK ready/,
  },
  {
    says: "closes each connection at once",
    server: { answers: { connect: close("fin") } },
    reason: /^the server closed \(FIN\) in place of the greeting: /,
  },
  {
    says: "resets each connection at once",
    server: { answers: { connect: close("reset") } },
    reason: /^(the greeting was |.* in place of the greeting|the connection was reset)/,
  },
  {
    says: "floods each connection",
    server: { answers: { connect: { kind: "flood", octets: "x".repeat(65_536), pause: 0 } } },
    reason: /^the greeting was xxxx/,
  },
  {
    says: "asks each client to come later",
    server: { answers: { connect: ["421 later", close("fin")] } },
    reason: /^the greeting was 421 later: the start was not reached$/,
  },
];

for (const { says, server, reason } of strangers) {
  const isSilent = /no reply|no greeting/.test(reason.source);
  Deno.test(`runSuite() cannot test a server that ${says}, and says so`, async () => {
    await withServer(server, async ({ port, sessions }) => {
      assertUntestable(await runOn(port, isSilent ? { greeting: 10_000 } : {}), reason);
      // Where nothing is said, it is also asked whether the port is one of TLS, and whether an EHLO brings the greeting.
      assert(sessions.length <= (isSilent ? 6 : 4), `${sessions.length} connections were made`);
    });
  });
}

Deno.test("runSuite() cannot test a port that is closed, and says so", async () => {
  assertUntestable(await runOn(1), /^the connection was refused$/);
});

Deno.test({
  name: "runSuite() cannot test a port that drops what comes, and says so",
  ignore: Deno.build.os !== "linux", // Linux drops a SYN for which the queue has no room; others may answer it.
  async fn() {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
    const { port } = listener.addr;
    const sockets = Array.from({ length: 8 }, () => net.connect({ host: "127.0.0.1", port }));
    for (const socket of sockets) socket.on("error", () => {});
    const taken = sockets.slice(0, 2).map((socket) => new Promise<void>((resolve) => socket.once("connect", resolve)));
    try {
      await Promise.all(taken);
      assertUntestable(await runOn(port, { connect: 10_000 }), /^no connection within 10\.0 s$/);
    } finally {
      await Promise.all(sockets.map((socket) =>
        new Promise<void>((resolve) => {
          socket.once("close", () => resolve());
          socket.destroy();
        })
      ));
      listener.close();
    }
  },
});

/** The sanity check, two at a time, the probe, the tools, and two cases. */
const taken = 1 + 2 + 1 + 1 + 2;
/** What a server may do to all connections that follow. */
const ends: readonly { readonly says: string; readonly then: readonly Act[]; readonly reason: RegExp }[] = [
  { says: "is gone", then: [{ kind: "stop-listening" }, close("reset")], reason: /connection/ },
  { says: "closes each at once", then: [close("fin")], reason: /, twice$/ },
  { says: "greets nobody", then: [], reason: /^no reply within 50\.0 s in place of the greeting/ },
  { says: "says 421 to each", then: ["421 enough", close("fin")], reason: /421 enough.*, twice$/ },
  { says: "says garbage to each", then: [octets("\0\0\n")], reason: /^the greeting was / },
];

for (const { says, then, reason } of ends) {
  Deno.test(`runSuite() judges what came before when a server takes some connections and then ${says}`, async () => {
    const server: Script = {
      answers: { connect: ({ connection }) => connection <= taken ? "220 mx.test" : then },
    };
    const report = await withServer(server, ({ port }) => runOn(port, { greeting: 50_000 }));
    const [one, two, ...rest] = report.results;
    assertEquals([one?.verdict, two?.verdict], ["pass", "pass"]);
    for (const result of rest) {
      assertEquals(result.verdict, "inconclusive");
      assertMatch(result.reason ?? "", reason);
    }
    assertEquals(report.sanityChecks.map(({ passed }) => passed), [true, false]);
    assertEquals(exitOf(report), 4);
  });
}
