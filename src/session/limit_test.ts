import { assertEquals } from "@std/assert";
import type { Observation } from "../smtp/observation.ts";
import { readEnhanced } from "../smtp/reply.ts";
import { limitMet, type SessionSoFar } from "./limit.ts";

const reply = (text: string): Observation => ({
  kind: "reply",
  code: Number(text.slice(0, 3)),
  lines: [],
  enhanced: readEnhanced(text.slice(4)),
  flaws: [],
});
const close: Observation = { kind: "close", how: "fin", isNotified: false };
const none: SessionSoFar = { connections: 7, commands: 1, errors: 0, recipients: 0, idle: 0 };

const met: readonly (readonly [
  what: string,
  verb: string,
  received: Observation,
  before: Partial<SessionSoFar>,
  limit: string,
])[] = [
  ["a 421 in place of the greeting", "greeting", reply("421 busy"), {}, "connections 7"],
  ["a 452 to RCPT", "RCPT", reply("452 4.5.3 many"), { recipients: 100 }, "recipients 100"],
  ["a 452 to RCPT without a status code", "RCPT", reply("452 many"), { recipients: 50 }, "recipients 50"],
  ["a 450 by policy", "RCPT", reply("450 4.7.1 slow down"), {}, "rate 7"],
  ["a 421 by policy early", "MAIL", reply("421 4.7.28 slow down"), {}, "rate 7"],
  ["a 421 after errors", "RCPT", reply("421 4.7.0 too many errors"), { errors: 20, commands: 30 }, "errors 20"],
  ["a close after errors", "NOOP", close, { errors: 3 }, "errors 3"],
  ["a 421 after many commands", "NOOP", reply("421 4.7.0 junk"), { commands: 100 }, "rate 7"],
  ["a 421 that is no policy after many commands", "NOOP", reply("421 bye"), { commands: 100 }, "commands 100"],
  ["a close after an idle time", "NOOP", close, { idle: 10_400 }, "idle 10"],
];
for (const [what, verb, received, before, limit] of met) {
  Deno.test(`limitMet() knows ${what}`, () => {
    const found = limitMet(verb, received, { ...none, ...before });
    assertEquals(`${found?.name} ${found?.count}`, limit);
  });
}

const unmet: readonly (readonly [what: string, verb: string, received: Observation, before: Partial<SessionSoFar>])[] =
  [
    ["a greeting", "greeting", reply("220 mx"), {}],
    ["a refused session", "greeting", reply("554 no"), {}],
    ["a full disk", "RCPT", reply("452 4.3.1 full"), { recipients: 5 }],
    ["a 452 to the first recipient", "RCPT", reply("452 4.5.3 many"), {}],
    ["greylisting", "RCPT", reply("450 4.2.0 later"), {}],
    ["an early close", "NOOP", close, {}],
    ["a 421 to QUIT", "QUIT", reply("421 bye"), { commands: 100 }],
  ];
for (const [what, verb, received, before] of unmet) {
  Deno.test(`limitMet() takes ${what} for no limit`, () => {
    assertEquals(limitMet(verb, received, { ...none, ...before }), undefined);
  });
}
