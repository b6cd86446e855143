import { assertEquals } from "@std/assert";
import { Pool } from "./pool.ts";
import { plainMailbox } from "../targets/mailbox.ts";
import { playCase } from "../testing/runs.ts";

/** Counts the connections of an attempt that awaited their turn. */
class CountingPool extends Pool {
  turns = 0;

  override turn(): Promise<void> {
    this.turns++;
    return super.turn();
  }
}

const cases: readonly { readonly opens: string; readonly body: string; readonly connections: number }[] = [
  { opens: "no other connection", body: "send: NOOP\nreply: 250", connections: 1 },
  {
    opens: "further connections",
    body: "steps:\n  - connect: second\n  - connect: third\n  - {on: third, send: NOOP, reply: 250}",
    connections: 3,
  },
  {
    opens: "a connection for the sentinel",
    body: "start: rcpt\nrisks: [delivers]\nsteps:\n" +
      "  - {send: DATA, reply: 354}\n  - {message: {body: hello}, reply: 250}\n" +
      "  - delivered: {to: $rcpt, containing: $token, count: 0}",
    connections: 2,
  },
];

for (const { opens, body, connections } of cases) {
  Deno.test(`A case that opens ${opens} awaits its turn before each connection`, async () => {
    const pool = new CountingPool({ jobs: 16, delay: 0, clock: () => performance.now() });
    // Everything has arrived at once, so that a sentinel is looked for and found.
    const mailbox = {
      ...plainMailbox,
      arrived: 0,
      find: (text: string) => Promise.resolve(text.startsWith("s") ? [{ header: [], body: "" }] : []),
    };
    const deadlines = { connect: 40_000, greeting: 40_000, reply: 40_000, endOfData: 40_000, delivery: 30 };
    const { outcome, server } = await playCase(body, {}, {
      target: { deadlines },
      env: { pool, mailboxes: new Map([["alice@mx.test", mailbox]]) },
    });
    assertEquals([outcome.verdict, outcome.reason], ["pass", undefined]);
    assertEquals([server.sessions.length, pool.turns], [connections, connections]);
  });
}
