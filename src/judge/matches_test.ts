import { assertEquals, fail } from "@std/assert";
import type { Observation } from "../smtp/observation.ts";
import { caseOf, plainFacts, replyOf } from "../testing/samples.ts";
import { acceptsClass, type Facts, matches, matchesClose } from "./matches.ts";

function patternOf(yaml: string) {
  const expectation = caseOf(`send: EHLO $client\nreply: ${yaml}\nkeep: {first: code, words: '/(.*)/'}`).steps[0]
    ?.expect[0];
  const outcome = expectation?.kind === "reply" ? expectation.outcomes[0] : undefined;
  return outcome?.pattern ?? fail("no pattern");
}

const facts: Facts = { ...plainFacts, kept: (name) => ({ first: "250", words: "a\nb" })[name] };
const silence: Observation = { kind: "silence", after: 1, partial: new Uint8Array(0) };
const close: Observation = { kind: "close", how: "fin", isNotified: false };
const malformed: Observation = { kind: "malformed", octets: new Uint8Array(0), why: "", flaws: [], isTooLarge: false };

const ehlo = "250-mx.test\r\n250-size 100\r\n250-AUTH PLAIN\r\n250-AUTH LOGIN\r\n250 STARTTLS";
const rows: readonly (readonly [yaml: string, received: string, fits: boolean])[] = [
  ["250", "250 x", true],
  ["250", "251 x", false],
  ["25x", "259 x", true],
  ["25x", "260 x", false],
  ["2xx", "299 x", true],
  ["2xx", "354 x", false],
  ["[250, 251]", "251 x", true],
  ["{code: [250, 251]}", "252 x", false],
  ["4xx", "421 x", false],
  ["421", "421 x", true],
  ["[4xx, 421]", "421 x", true],
  ["any", "421 x", false],
  ["{lines: 1}", "421 x", false],
  ["{lines: 1}", "599 x", true],
  ["$first", "250 x", true],
  ["$first", "251 x", false],
  ["$words", "250-a\r\n251 b", true],
  ["$words", "250 a", false],
  ["{code: 5xx, not: $words}", "550 a b", true],
  ["any", "599 x", true],
  ["close", "250 x", false],
  ["silence", "250 x", false],

  ["{text: '/b/'}", "250-a\r\n250 b", true],
  ["{text: '/c/'}", "250-a\r\n250 b", false],
  ["{text: '/250/'}", "250-a\r\n250 b", false], // the code is no part of the text
  ["{first_line: '/^a$/'}", "250-a\r\n250 b", true],
  ["{first_line: '/b/'}", "250-a\r\n250 b", false],
  ["{other_lines: '/^b/'}", "250-a\r\n250-b1\r\n250 b2", true],
  ["{other_lines: '/^b/'}", "250-a\r\n250-b1\r\n250 c", false],
  ["{other_lines: '/^b/'}", "250 a", true], // there is no later line
  ["{text: '/OK/i'}", "250 ok", true],
  ["{base64: '/^<.*>$/'}", "334 PDEyMz4=", true],
  ["{base64: '/^x/'}", "334 PDEyMz4=", false],
  ["{base64: '/./'}", "334 ***", false],
  ["{base64: '/^$/'}", "334 ", true],
  ["{raw: '/^334 \\r\\n$/'}", "334 ", true],
  ["{raw: '/^334 \\r\\n$/'}", "334", false],
  ["{raw: '/^250-a\\r\\n250 b\\r\\n$/'}", "250-a\r\n250 b", true],
  ["{code: 5xx, not: 503}", "500 x", true],
  ["{code: 5xx, not: 503}", "503 x", false],
  ["{code: 5xx, not: {text: '/a/'}}", "500 a", false],
  ["{lines: 2}", "250-a\r\n250 b", true],
  ["{lines: 1}", "250-a\r\n250 b", false],
  ["{lines: 2..}", "250 b", false],
  ["{lines: 0..1}", "250 b", true],

  ["{keyword: SIZE}", ehlo, true],
  ["{keyword: starttls}", ehlo, true],
  ["{keyword: MX.TEST}", ehlo, false], // the first line has no keyword
  ["{keyword: CHUNKING}", ehlo, false],
  ["{keyword: SIZ}", ehlo, false],
  ["{keyword: SIZE, params: '/^[0-9]+$/'}", ehlo, true],
  ["{keyword: SIZE, params: '/^$/'}", ehlo, false],
  ["{keyword: STARTTLS, params: '/^$/'}", ehlo, true],
  ["{keyword: AUTH, params: '/PLAIN/'}", ehlo, false], // each line that has it must fit
  ["{keyword: AUTH, params: '/^[A-Z]+$/'}", ehlo, true],
  ["{absent: CHUNKING}", ehlo, true],
  ["{absent: starttls}", ehlo, false],
  ["{absent: [CHUNKING, SIZE]}", ehlo, false],
];

for (const [yaml, received, fits] of rows) {
  Deno.test(`matches() says ${fits} of ${yaml} and ${JSON.stringify(received)}`, () => {
    assertEquals(matches(patternOf(yaml), replyOf(received), facts), fits);
  });
}

const others: readonly (readonly [yaml: string, received: Observation, fits: boolean])[] = [
  ["close", close, true],
  ["close", silence, false],
  ["silence", silence, true],
  ["any", close, true],
  ["any", silence, true],
  ["any", malformed, true],
  ["250", close, false],
  ["{lines: 0..}", malformed, false],
  ["$first", close, false],
  ["[250, close]", close, true],
];

for (const [yaml, received, fits] of others) {
  Deno.test(`matches() says ${fits} of ${yaml} and ${received.kind}`, () => {
    assertEquals(matches(patternOf(yaml), received, facts), fits);
  });
}

const enhanced: readonly (readonly [yaml: string, received: string, isOffered: boolean, fits: boolean])[] = [
  ["550 5.1.1", "550 5.1.1 x", true, true],
  ["550 5.1.1", "550 5.1.2 x", true, false],
  ["550 5.1.1", "550 x", true, false],
  ["550 5.1.1", "550 x", false, true], // demanded only where it was offered
  ["550 5.1.1", "550 5.1.2 x", false, true],
  ["550 5.1.x", "550 5.1.99 x", true, true],
  ["550 x.1.x", "550 5.1.9 x", true, true],
  ["550 5.1.1", "550 5.1.10 x", true, false],
];

for (const [yaml, received, offersEnhanced, fits] of enhanced) {
  const where = offersEnhanced ? "with" : "without";
  Deno.test(`matches() says ${fits} of ${yaml} and "${received}" ${where} ENHANCEDSTATUSCODES`, () => {
    assertEquals(matches(patternOf(yaml), replyOf(received), { ...facts, offersEnhanced }), fits);
  });
}

const classes: readonly (readonly [yaml: string, digits: string, accepts: boolean])[] = [
  ["250", "2", true],
  ["250", "23", true],
  ["354", "23", true],
  ["5xx", "23", false],
  ["[5xx, 250]", "2", true],
  ["any", "2", true],
  ["close", "2", false],
  ["silence", "5", false],
  ["$first", "2", false],
];

for (const [yaml, digits, accepts] of classes) {
  Deno.test(`acceptsClass() says ${accepts} of ${yaml} and ${digits}`, () => {
    assertEquals(acceptsClass(patternOf(yaml), digits), accepts);
  });
}

Deno.test("matchesClose() distinguishes FIN, reset and close_notify", () => {
  const fin = { kind: "close", how: "fin", isNotified: false } as const;
  const patterns = ["yes", "fin", "reset", "notify"] as const;
  const fits = (closed: typeof fin | { kind: "close"; how: "fin" | "reset"; isNotified: boolean }) =>
    patterns.filter((pattern) => matchesClose(pattern, closed));
  assertEquals(fits(fin), ["yes", "fin"]);
  assertEquals(fits({ ...fin, how: "reset" }), ["yes", "reset"]);
  assertEquals(fits({ ...fin, isNotified: true }), ["yes", "fin", "notify"]);
});
