import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Act, close, nothing, octets, type Script } from "../peer/script.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { playCase } from "../testing/runs.ts";

/** Where a server ends the connection, in a session that goes through all of SMTP. */
interface Stage {
  readonly says: string;
  /** What is answered by the end, as a script names it; "TLS " in front: inside TLS. */
  readonly at: string;
  /** What comes before the end. */
  readonly before?: readonly Act[];
  /** The start of a case that meets the end on the way to its start; absent: no start gets there. */
  readonly start?: string;
}

const stages: readonly Stage[] = [
  { says: "before the greeting", at: "connect", start: "start: ehlo" },
  { says: "in the greeting", at: "connect", before: [octets("220-mx.te")], start: "start: ehlo" },
  { says: "at EHLO", at: "EHLO", start: "start: ehlo" },
  { says: "in the reply to EHLO", at: "EHLO", before: ["250-mx.test", octets("250-STAR")], start: "start: ehlo" },
  { says: "at STARTTLS", at: "STARTTLS", start: "with: [tls]" },
  { says: "after the 220 to STARTTLS", at: "STARTTLS", before: ["220 go on"], start: "with: [tls]" },
  {
    says: "in the handshake",
    at: "STARTTLS",
    before: ["220 go on", { kind: "swallow" }, octets("\x16\x03\x03\x40\x00\x02")],
    start: "with: [tls]",
  },
  { says: "at EHLO inside TLS", at: "TLS EHLO", start: "with: [tls]" },
  { says: "at AUTH", at: "AUTH", start: "with: [tls, auth]" },
  { says: "after a challenge", at: "AUTH", before: ["334 VXNlcm5hbWU6"], start: "with: [tls, auth]" },
  { says: "at MAIL", at: "MAIL", start: "start: mail" },
  { says: "at RCPT", at: "RCPT", start: "start: rcpt" },
  { says: "at DATA", at: "DATA", start: "start: data" },
  { says: "after the 354", at: "DATA", before: ["354 go on"] },
  { says: "at the end of the content", at: "." },
  { says: "in the reply to the content", at: ".", before: [octets("250 tak")] },
  { says: "at BDAT", at: "BDAT" },
  { says: "at RSET", at: "RSET" },
];

const session = `
risks: [delivers]
start: connected
steps:
  - {reply: 220}
  - {send: EHLO client.test, reply: 250}
  - {send: STARTTLS, reply: 220}
  - {tls: handshake}
  - {send: EHLO client.test, reply: 250}
  - {auth: {mechanism: LOGIN, user: $user, pass: $pass}, reply: 235}
  - {send: "MAIL FROM:<$from>", reply: 250}
  - {send: "RCPT TO:<$rcpt>", reply: 250}
  - {bdat: {text: "a chunk", last: yes}, reply: 250}
  - {send: "MAIL FROM:<$from>", reply: 250}
  - {send: "RCPT TO:<$rcpt>", reply: 250}
  - {send: DATA, reply: 354}
  - {message: {body: "a message"}, reply: 250}
  - {send: RSET, reply: 250}`;

/** Two tries; where legal input was closed at, up to two looks more, with sanity checks in two tries before and after. */
const mostSessions = 12;

const target = { user: "alice", pass: "correct horse" };
/** Nothing of this waits for a deadline, however slow the machine is: the first one is hours away. */
const deadlines = { connect: 9e6, greeting: 9e6, reply: 9e6, endOfData: 9e6, delivery: 9e6 };

function serverOf({ at, before = [] }: Stage, how: "fin" | "reset"): Script {
  const offers = ["STARTTLS", "AUTH LOGIN", "CHUNKING"];
  const end = [...before, close(how)];
  const good = ["250-mx.test", ...offers.slice(0, -1).map((offer) => `250-${offer}`), "250 CHUNKING"];
  const answers = { AUTH: acceptsLogin(target) };
  return at === "TLS EHLO"
    ? { offers, answers: { ...answers, EHLO: ({ isInTls }) => isInTls ? end : good } }
    : { offers, answers: { ...answers, [at]: end } };
}

/** Plays a case against a server that ends the connection at a stage; tells verdict and reason. */
async function tell(stage: Stage, how: "fin" | "reset", body: string): Promise<string> {
  const { outcome, server } = await inFastTime(
    100,
    (clock) => playCase(body, serverOf(stage, how), { target: { ...target, deadlines }, env: { clock } }),
  );
  assert(server.sessions.length <= mostSessions, `${server.sessions.length} connections`);
  return `${outcome.verdict}: ${outcome.reason}`;
}

const blamed =
  /^fail: (the server closed \([^)]*\): no 421 was sent before |the TLS handshake failed: |the server closed during the TLS)/;
const notReached = /^inconclusive: .*: the start was not reached(, twice)?(: see replies\/lint\/closes-without-421)?$/;
/** A reset before the greeting may come before the connection has come about here. */
const resetAtOnce = /^inconclusive: the connection was reset as soon as it was made, twice$/;

/** Asserts that a verdict is one of those that are right. */
function assertTold(told: string, how: "fin" | "reset", stage: Stage, right: RegExp): void {
  const isEarly = stage.at === "connect" && stage.before === undefined && how === "reset";
  assertMatch(told, isEarly && resetAtOnce.test(told) ? resetAtOnce : right);
}

for (const stage of stages) {
  const { says, start } = stage;
  for (const how of ["fin", "reset"] as const) {
    Deno.test(`playRun() blames a server that ends the connection ${says} by ${how}`, async () => {
      assertTold(await tell(stage, how, session), how, stage, blamed);
    });
  }
  if (start === undefined) continue;
  Deno.test(`playRun() judges nothing when a server ends the connection ${says} on the way to the start`, async () => {
    for (const how of ["fin", "reset"] as const) {
      assertTold(await tell(stage, how, `${start}\nsend: NOOP\nreply: 250`), how, stage, notReached);
    }
  });
}

Deno.test("playRun() passes whatever a server does at the QUIT but to go on talking", async () => {
  for (const answer of [close("fin"), close("reset"), [octets("22"), close("fin")], [octets("22"), close("reset")]]) {
    const { outcome } = await playCase("send: NOOP\nreply: 250", { answers: { QUIT: answer } });
    assertEquals([outcome.verdict, outcome.reason], ["pass", undefined]);
  }
  const { outcome } = await inFastTime(
    100,
    (clock) => playCase("send: NOOP\nreply: 250", { answers: { QUIT: nothing } }, { env: { clock } }),
  );
  assertEquals([outcome.verdict, outcome.reason], ["pass", undefined]);
});
