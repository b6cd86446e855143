import { assertEquals } from "@std/assert";
import type { Risk } from "../case/case.ts";
import type { Role } from "../smtp/role.ts";
import { readOffer } from "../smtp/ehlo.ts";
import type { Port, Target } from "../targets/target.ts";
import { caseOf, makeTarget, readCases, replyOf } from "../testing/samples.ts";
import { gateHolds, type Offers, plan, type SessionState, stateOf } from "./plan.ts";

const portOf = (kind: Role): Port => ({ kind, address: { host: "127.0.0.1", port: 2525 } });
const targetOn = (kinds: readonly Role[], given: Partial<Target> = {}) =>
  makeTarget({ ports: kinds.map(portOf), ...given });

/** Makes the offers of a port: the keywords of each state that was reached. */
function offering(states: Partial<Record<SessionState, string>>): Offers {
  return new Map(
    Object.entries(states).map(([state, keywords]) => {
      const reply = replyOf(`250-mx\r\n${keywords.split(",").map((line) => `250-${line}\r\n`).join("")}250 HELP`);
      return [state as SessionState, readOffer(reply)] as const;
    }),
  );
}

interface Given {
  readonly target?: Target;
  readonly allowed?: readonly Risk[];
  readonly offers?: ReadonlyMap<Role, Offers>;
}

/** Plans one case; says its runs as id@port and its skips as id@port: reason. */
function planned(lines: string, { target = targetOn(["mx"]), allowed = [], offers }: Given = {}): readonly string[] {
  const { runs, skips } = plan([caseOf(lines)], { target, allowed: new Set(allowed), offers });
  return [
    ...runs.map(({ id, port }) => `${id.slice("area/topic/".length)}@${port.kind}`),
    ...skips.map(({ id, port, reason }) => `${id.slice("area/topic/".length)}@${port?.kind}: ${reason}`),
  ];
}

const noop = "send: NOOP\nreply: 250\n";
const all = targetOn(["lmtp", "submissions", "submission", "mx"]);
const mx = (states: Partial<Record<SessionState, string>>) => ({
  offers: new Map([["mx" as const, offering(states)]]),
});

const ports: readonly (readonly [name: string, lines: string, target: Target, planned: readonly string[]])[] = [
  ["a case without a port on the plainest one", noop, all, ["one@mx"]],
  ["a case without a port on what there is", noop, targetOn(["submissions"]), ["one@submissions"]],
  ["a case without a port never on LMTP", noop, targetOn(["lmtp"]), [
    "one@undefined: the target has no port of the kind mx, submission, submissions",
  ]],
  ["a case on its port", `port: lmtp\n${noop}`, all, ["one@lmtp"]],
  ["a case whose port is missing not at all", `port: lmtp\n${noop}`, targetOn(["mx"]), [
    "one@undefined: the target has no port of the kind lmtp",
  ]],
  ["a case of several ports on each of them", `port: [submission, mx]\n${noop}`, all, [
    "one:submission@submission",
    "one:mx@mx",
  ]],
  ["a case of several ports on the one that there is", `port: [submission, mx]\n${noop}`, targetOn(["mx"]), [
    "one:mx@mx",
  ]],
  ["a case of several ports of which none is there not at all", `port: [submission, lmtp]\n${noop}`, targetOn(["mx"]), [
    "one@undefined: the target has no port of the kind submission, lmtp",
  ]],
];

for (const [name, lines, target, wanted] of ports) {
  Deno.test(`plan() plays ${name}`, () => assertEquals(planned(lines, { target }), wanted));
}

const rcpt = "--rcpt ADDRESS (a mailbox that accepts mail)";
const user = "--user NAME and --pass-env VAR (somebody who may authenticate)";
const facts: readonly (readonly [name: string, lines: string, given: Given, planned: string])[] = [
  ["a safe case", noop, {}, "one@mx"],
  ["a class that is not allowed", `safety: [hostile]\n${noop}`, {}, "one@mx: not allowed here: add --allow hostile"],
  [
    "several classes, of which some are allowed",
    `safety: [delivers, heavy, slow]\n${noop}`,
    { allowed: ["heavy"] },
    "one@mx: not allowed here: add --allow delivers,slow",
  ],
  ["allowed classes", `safety: [delivers]\n${noop}`, { allowed: ["delivers", "heavy"] }, "one@mx"],
  ["$rcpt", `start: rcpt\n${noop}`, {}, `one@mx: missing: ${rcpt}`],
  ["$rcpt that is given", `start: rcpt\n${noop}`, { target: targetOn(["mx"], { rcpt: "a@mx.test" }) }, "one@mx"],
  ["$domain", "send: RCPT TO:<x@$domain>\nreply: 250", {}, `one@mx: missing: ${rcpt}`],
  [
    "$unknown_rcpt",
    "send: RCPT TO:<$unknown_rcpt>\nreply: 550",
    {},
    "one@mx: missing: --unknown-rcpt ADDRESS (an address of the server's domain that does not exist)",
  ],
  [
    "$foreign_rcpt",
    "send: RCPT TO:<$foreign_rcpt>\nreply: 550",
    {},
    "one@mx: missing: --foreign-rcpt ADDRESS (an address for which the server must not relay)",
  ],
  ["with: auth", `with: [auth]\n${noop}`, {}, `one@mx: missing: ${user}`],
  [
    "with: auth and a user without a password",
    `with: [auth]\n${noop}`,
    { target: targetOn(["mx"], { user: "alice" }) },
    `one@mx: missing: ${user}`,
  ],
  [
    "readback",
    `requires: readback\n${noop}`,
    { target: targetOn(["mx"], { rcpt: "a@mx.test" }) },
    "one@mx: missing: --maildir DIR (the Maildir of the recipient, so that mail can be read back)",
  ],
  [
    "many recipients",
    `requires: rcpts 100\n${noop}`,
    { target: targetOn(["mx"], { rcpts: ["a@mx.test"] }) },
    "one@mx: missing: several --rcpt, or rcpts in a target file (many mailboxes that accept mail): " +
    "100 are needed, 1 given",
  ],
];

for (const [name, lines, given, wanted] of facts) {
  Deno.test(`plan() answers a case that needs ${name} by "${wanted}"`, () => {
    assertEquals(planned(lines, given), [wanted]);
  });
}

const authorized = { target: targetOn(["mx"], { user: "alice", pass: "secret" }) };
const offers: readonly (readonly [name: string, lines: string, given: Given, planned: string])[] = [
  ["nothing is known", `requires: CHUNKING\n${noop}`, {}, "one@mx"],
  ["the port was never reached", `requires: CHUNKING\n${noop}`, mx({}), "one@mx"],
  ["it is offered", `requires: CHUNKING\n${noop}`, mx({ plain: "SIZE,CHUNKING" }), "one@mx"],
  [
    "it is not offered",
    `requires: CHUNKING\n${noop}`,
    mx({ plain: "SIZE" }),
    "one@mx: the server does not offer CHUNKING",
  ],
  ["it must not be and is", `requires: not SIZE\n${noop}`, mx({ plain: "SIZE" }), "one@mx: the server offers SIZE"],
  ["it must not be and is not", `requires: not DSN\n${noop}`, mx({ plain: "SIZE" }), "one@mx"],
  [
    "the mechanism is not offered",
    `requires: AUTH PLAIN\n${noop}`,
    mx({ plain: "AUTH LOGIN" }),
    "one@mx: the server does not offer AUTH PLAIN",
  ],
  [
    "a variable of it is used",
    "send: X ${SIZE + 1}\nreply: 250",
    mx({ plain: "DSN" }),
    "one@mx: the server does not offer SIZE",
  ],
  [
    "a variable of a parameter is used",
    "send: X $LIMITS_RCPTMAX\nreply: 250",
    mx({ plain: "LIMITS MAILMAX=1" }),
    "one@mx: the server does not offer LIMITS RCPTMAX",
  ],
  [
    "TLS is not offered",
    `with: [tls]\n${noop}`,
    mx({ plain: "SIZE" }),
    "one@mx: the server does not offer STARTTLS",
  ],
  [
    "it is offered in plaintext only",
    `with: [tls]\nrequires: CHUNKING\n${noop}`,
    mx({ plain: "STARTTLS,CHUNKING", tls: "SIZE" }),
    "one@mx: the server does not offer CHUNKING (inside TLS)",
  ],
  [
    "it is offered inside TLS only",
    `with: [tls]\nrequires: CHUNKING\n${noop}`,
    mx({ plain: "STARTTLS", tls: "CHUNKING" }),
    "one@mx",
  ],
  [
    "AUTH is not offered",
    `with: [auth]\n${noop}`,
    { ...authorized, ...mx({ plain: "SIZE" }) },
    "one@mx: the server does not offer AUTH in plaintext",
  ],
  [
    "AUTH is not offered inside TLS",
    `with: [tls, auth]\n${noop}`,
    { ...authorized, ...mx({ plain: "STARTTLS,AUTH PLAIN", tls: "SIZE" }) },
    "one@mx: the server does not offer AUTH inside TLS",
  ],
  [
    "it is gone after AUTH",
    `with: [auth]\nrequires: CHUNKING\n${noop}`,
    { ...authorized, ...mx({ plain: "AUTH PLAIN,CHUNKING", auth: "SIZE" }) },
    "one@mx: the server does not offer CHUNKING (after AUTH)",
  ],
];

for (const [name, lines, given, wanted] of offers) {
  Deno.test(`plan() answers "${wanted}" when ${name}`, () => assertEquals(planned(lines, given), [wanted]));
}

Deno.test("plan() takes the first port that meets the case", () => {
  const target = targetOn(["mx", "submission"]);
  const known = new Map([["mx" as const, offering({ plain: "SIZE" })], [
    "submission" as const,
    offering({ plain: "DSN" }),
  ]]);
  assertEquals(planned(`requires: DSN\n${noop}`, { target, offers: known }), ["one@submission"]);
});

Deno.test("plan() skips a case of several ports on just those that do not meet it", () => {
  const target = targetOn(["mx", "submission"]);
  const known = new Map([["mx" as const, offering({ plain: "SIZE" })], [
    "submission" as const,
    offering({ plain: "DSN" }),
  ]]);
  assertEquals(planned(`port: [mx, submission]\nrequires: DSN\n${noop}`, { target, offers: known }), [
    "one:submission@submission",
    "one:mx@mx: the server does not offer DSN",
  ]);
});

Deno.test("plan() keeps the order of the cases", () => {
  const { cases } = readCases(
    "title: T\ncases:\n  - {id: b, must: x, send: NOOP, reply: 250}\n  - {id: a, must: x, send: NOOP, reply: 250}\n",
  );
  const { runs } = plan(cases, { target: targetOn(["mx"]), allowed: new Set(), offers: undefined });
  assertEquals(runs.map(({ id }) => id), ["area/topic/b", "area/topic/a"]);
});

const states: readonly (readonly [session: string, kind: Role, state: SessionState])[] = [
  ["", "mx", "plain"],
  ["tls", "mx", "tls"],
  ["auth", "mx", "auth"],
  ["tls, auth", "mx", "tls+auth"],
  ["", "submissions", "tls"],
  ["auth", "submissions", "tls+auth"],
];

for (const [session, kind, state] of states) {
  Deno.test(`stateOf() says ${state} for with: [${session}] on ${kind}`, () => {
    assertEquals(stateOf(caseOf(`with: [${session}]\n${noop}`), portOf(kind)), state);
  });
}

Deno.test("gateHolds() asks the target for facts and the latest offer for keywords", () => {
  const offer = readOffer(replyOf("250-mx\r\n250 SIZE 100"));
  const size = { kind: "keyword", keyword: "SIZE", isOffered: true } as const;
  const rcpt = { kind: "fact", fact: "rcpt", count: 1 } as const;
  assertEquals(gateHolds(size, makeTarget(), offer), true);
  assertEquals(gateHolds(size, makeTarget(), undefined), false);
  assertEquals(gateHolds({ ...size, isOffered: false }, makeTarget(), offer), false);
  assertEquals(gateHolds({ ...size, isOffered: false }, makeTarget(), undefined), true);
  assertEquals(gateHolds(rcpt, makeTarget(), offer), false);
  assertEquals(gateHolds(rcpt, makeTarget({ rcpt: "a@mx.test" }), offer), true);
});
