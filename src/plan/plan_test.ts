import { assert, assertEquals, fail } from "@std/assert";
import type { Risk } from "../case/case.ts";
import type { Role } from "../smtp/role.ts";
import { readOffer } from "../smtp/ehlo.ts";
import { type Endpoint, endpointsOf } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { caseOf, makeTarget, readCases, replyOf } from "../testing/samples.ts";
import { gateHolds, type Offers, plan, type SessionState, stateOf } from "./plan.ts";

const endpointsIn = (roles: readonly Role[]): Endpoint[] =>
  endpointsOf([{
    name: "mx.test",
    listeners: roles.map((role) => ({ role, address: { host: "mx.test", port: 25 } })),
  }]);
const targetOn = (roles: readonly Role[], given: Partial<Target> = {}) =>
  makeTarget({ endpoints: endpointsIn(roles), ...given });

/** Makes the offers of an endpoint: the keywords of each state that was reached. */
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
  readonly offers?: ReadonlyMap<string, Offers>;
}

/** Plans one case; says its runs as id at endpoint and its skips as id at endpoint: reason. */
function planned(lines: string, { target = targetOn(["mx"]), allowed = [], offers }: Given = {}): readonly string[] {
  const { runs, skips } = plan([caseOf(lines)], { target, allowed: new Set(allowed), offers });
  return [
    ...runs.map(({ id, endpoint }) => `${id.slice("area/topic/".length)} at ${endpoint.name}`),
    ...skips.map(({ id, endpoint, reason }) => `${id.slice("area/topic/".length)} at ${endpoint?.name}: ${reason}`),
  ];
}

const noop = "send: NOOP\nreply: 250\n";
const all = targetOn(["lmtp", "submissions", "submission", "mx"]);
const mx = (states: Partial<Record<SessionState, string>>) => ({
  offers: new Map([["mx", offering(states)]]),
});

const places: readonly (readonly [name: string, lines: string, target: Target, planned: readonly string[]])[] = [
  ["a case of no role on the plainest one", noop, all, ["one at mx"]],
  ["a case of no role on what there is", noop, targetOn(["submissions"]), ["one at submissions"]],
  ["a case of no role never on LMTP", noop, targetOn(["lmtp"]), [
    "one at undefined: the target has no endpoint of the role mx, submission, submissions",
  ]],
  ["a case at the endpoint of its role", `port: lmtp\n${noop}`, all, ["one at lmtp"]],
  ["a case whose role is missing not at all", `port: lmtp\n${noop}`, targetOn(["mx"]), [
    "one at undefined: the target has no endpoint of the role lmtp",
  ]],
  ["a case of several roles on each of them", `port: [submission, mx]\n${noop}`, all, [
    "one:submission at submission",
    "one:mx at mx",
  ]],
  ["a case of several roles on the one that there is", `port: [submission, mx]\n${noop}`, targetOn(["mx"]), [
    "one:mx at mx",
  ]],
  ["a case of several roles of which none is there not at all", `port: [submission, lmtp]\n${noop}`, targetOn(["mx"]), [
    "one at undefined: the target has no endpoint of the role submission, lmtp",
  ]],
];

for (const [name, lines, target, wanted] of places) {
  Deno.test(`plan() plays ${name}`, () => assertEquals(planned(lines, { target }), wanted));
}

const rcpt = "--rcpt ADDRESS (a mailbox that accepts mail)";
const user = "--user NAME and --pass-env VAR (somebody who may authenticate)";
const facts: readonly (readonly [name: string, lines: string, given: Given, planned: string])[] = [
  ["a safe case", noop, {}, "one at mx"],
  ["a class that is not allowed", `risks: [hostile]\n${noop}`, {}, "one at mx: not allowed here: add --allow hostile"],
  [
    "several classes, of which some are allowed",
    `risks: [delivers, heavy, slow]\n${noop}`,
    { allowed: ["heavy"] },
    "one at mx: not allowed here: add --allow delivers,slow",
  ],
  ["allowed classes", `risks: [delivers]\n${noop}`, { allowed: ["delivers", "heavy"] }, "one at mx"],
  ["$rcpt", `start: rcpt\n${noop}`, {}, `one at mx: missing: ${rcpt}`],
  ["$rcpt that is given", `start: rcpt\n${noop}`, { target: targetOn(["mx"], { rcpt: "a@mx.test" }) }, "one at mx"],
  ["$domain", "send: RCPT TO:<x@$domain>\nreply: 250", {}, `one at mx: missing: ${rcpt}`],
  [
    "$unknown_rcpt",
    "send: RCPT TO:<$unknown_rcpt>\nreply: 550",
    {},
    "one at mx: missing: --unknown-rcpt ADDRESS (an address of the server's domain that does not exist)",
  ],
  [
    "$foreign_rcpt",
    "send: RCPT TO:<$foreign_rcpt>\nreply: 550",
    {},
    "one at mx: missing: --foreign-rcpt ADDRESS (an address for which the server must not relay)",
  ],
  ["with: auth", `with: [auth]\n${noop}`, {}, `one at mx: missing: ${user}`],
  [
    "with: auth and a user without a password",
    `with: [auth]\n${noop}`,
    { target: targetOn(["mx"], { user: "alice" }) },
    `one at mx: missing: ${user}`,
  ],
  [
    "mailbox",
    `requires: mailbox\n${noop}`,
    { target: targetOn(["mx"], { rcpt: "a@mx.test" }) },
    "one at mx: missing: --maildir DIR or --imap URL (the mailbox of the recipient, so that mail can be read back)",
  ],
  [
    "many recipients",
    `requires: rcpts 100\n${noop}`,
    { target: targetOn(["mx"], { rcpts: ["a@mx.test"] }) },
    "one at mx: missing: several --rcpt, or rcpts in a target file (many mailboxes that accept mail): " +
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
  ["nothing is known", `requires: CHUNKING\n${noop}`, {}, "one at mx"],
  ["the port was never reached", `requires: CHUNKING\n${noop}`, mx({}), "one at mx"],
  ["it is offered", `requires: CHUNKING\n${noop}`, mx({ plain: "SIZE,CHUNKING" }), "one at mx"],
  [
    "it is not offered",
    `requires: CHUNKING\n${noop}`,
    mx({ plain: "SIZE" }),
    "one at mx: the server does not offer CHUNKING",
  ],
  ["it must not be and is", `requires: not SIZE\n${noop}`, mx({ plain: "SIZE" }), "one at mx: the server offers SIZE"],
  ["it must not be and is not", `requires: not DSN\n${noop}`, mx({ plain: "SIZE" }), "one at mx"],
  [
    "the mechanism is not offered",
    `requires: AUTH PLAIN\n${noop}`,
    mx({ plain: "AUTH LOGIN" }),
    "one at mx: the server does not offer AUTH PLAIN",
  ],
  [
    "a variable of it is used",
    "send: X ${SIZE + 1}\nreply: 250",
    mx({ plain: "DSN" }),
    "one at mx: the server does not offer SIZE",
  ],
  [
    "a variable of a parameter is used",
    "send: X $LIMITS_RCPTMAX\nreply: 250",
    mx({ plain: "LIMITS MAILMAX=1" }),
    "one at mx: the server does not offer LIMITS RCPTMAX",
  ],
  [
    "TLS is not offered",
    `with: [tls]\n${noop}`,
    mx({ plain: "SIZE" }),
    "one at mx: the server does not offer STARTTLS",
  ],
  [
    "it is offered in plaintext only",
    `with: [tls]\nrequires: CHUNKING\n${noop}`,
    mx({ plain: "STARTTLS,CHUNKING", tls: "SIZE" }),
    "one at mx: the server does not offer CHUNKING (inside TLS)",
  ],
  [
    "it is offered inside TLS only",
    `with: [tls]\nrequires: CHUNKING\n${noop}`,
    mx({ plain: "STARTTLS", tls: "CHUNKING" }),
    "one at mx",
  ],
  [
    "AUTH is not offered",
    `with: [auth]\n${noop}`,
    { ...authorized, ...mx({ plain: "SIZE" }) },
    "one at mx: the server does not offer AUTH in plaintext",
  ],
  [
    "AUTH is not offered inside TLS",
    `with: [tls, auth]\n${noop}`,
    { ...authorized, ...mx({ plain: "STARTTLS,AUTH PLAIN", tls: "SIZE" }) },
    "one at mx: the server does not offer AUTH inside TLS",
  ],
  [
    "it is gone after AUTH",
    `with: [auth]\nrequires: CHUNKING\n${noop}`,
    { ...authorized, ...mx({ plain: "AUTH PLAIN,CHUNKING", auth: "SIZE" }) },
    "one at mx: the server does not offer CHUNKING (after AUTH)",
  ],
];

for (const [name, lines, given, wanted] of offers) {
  Deno.test(`plan() answers "${wanted}" when ${name}`, () => assertEquals(planned(lines, given), [wanted]));
}

Deno.test("plan() takes the first port that meets the case", () => {
  const target = targetOn(["mx", "submission"]);
  const known = new Map([["mx", offering({ plain: "SIZE" })], [
    "submission",
    offering({ plain: "DSN" }),
  ]]);
  assertEquals(planned(`requires: DSN\n${noop}`, { target, offers: known }), ["one at submission"]);
});

Deno.test("plan() skips a case of several roles at just those that do not meet it", () => {
  const target = targetOn(["mx", "submission"]);
  const known = new Map([["mx", offering({ plain: "SIZE" })], [
    "submission",
    offering({ plain: "DSN" }),
  ]]);
  assertEquals(planned(`port: [mx, submission]\nrequires: DSN\n${noop}`, { target, offers: known }), [
    "one:submission at submission",
    "one:mx at mx: the server does not offer DSN",
  ]);
});

Deno.test("plan() keeps the order of the cases", () => {
  const { cases } = readCases(
    "title: T\ncases:\n  - {id: b, must: x, send: NOOP, reply: 250}\n  - {id: a, must: x, send: NOOP, reply: 250}\n",
  );
  const { runs } = plan(cases, { target: targetOn(["mx"]), allowed: new Set(), offers: undefined });
  assertEquals(runs.map(({ id }) => id), ["area/topic/b", "area/topic/a"]);
});

const states: readonly (readonly [session: string, role: Role, state: SessionState])[] = [
  ["", "mx", "plain"],
  ["tls", "mx", "tls"],
  ["auth", "mx", "auth"],
  ["tls, auth", "mx", "tls+auth"],
  ["", "submissions", "tls"],
  ["auth", "submissions", "tls+auth"],
];

for (const [session, role, state] of states) {
  Deno.test(`stateOf() says ${state} for with: [${session}] in the role ${role}`, () => {
    const [endpoint = fail("no endpoint")] = endpointsIn([role]);
    assertEquals(stateOf(caseOf(`with: [${session}]\n${noop}`), endpoint), state);
  });
}

Deno.test("gateHolds() asks the target for facts and the latest offer for keywords", () => {
  const offer = readOffer(replyOf("250-mx\r\n250 SIZE 100"));
  const size = { kind: "keyword", keyword: "SIZE", isOffered: true } as const;
  const rcpt = { kind: "fact", fact: "rcpt", count: 1 } as const;
  const [endpoint = fail("no endpoint")] = endpointsIn(["mx"]);
  const [offered, unknown] = [offer, undefined].map((latest) => ({ target: makeTarget(), endpoint, offer: latest }));
  assert(offered !== undefined && unknown !== undefined);
  assertEquals(gateHolds(size, offered), true);
  assertEquals(gateHolds(size, unknown), false);
  assertEquals(gateHolds({ ...size, isOffered: false }, offered), false);
  assertEquals(gateHolds({ ...size, isOffered: false }, unknown), true);
  assertEquals(gateHolds(rcpt, offered), false);
  assertEquals(gateHolds(rcpt, { ...offered, target: makeTarget({ rcpt: "a@mx.test" }) }), true);
});
