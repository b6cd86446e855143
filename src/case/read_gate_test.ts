import { assertEquals } from "@std/assert";
import { makeReading, valueOf } from "../testing/samples.ts";
import { readGate, showGate } from "./read_gate.ts";

for (
  const text of ["STARTTLS", "8BITMIME", "AUTH PLAIN", "AUTH SCRAM-SHA-256", "not CHUNKING", "not AUTH LOGIN", "X-Y"]
) {
  Deno.test(`readGate() reads the keyword of "${text}"`, () => {
    const gate = readGate(makeReading(), valueOf(`a: ${text}`));
    assertEquals(gate, {
      kind: "keyword",
      keyword: text.replace(/^not /, ""),
      isOffered: !text.startsWith("not "),
    });
    assertEquals(gate && showGate(gate), text);
  });
}

for (const [text, fact, count] of [["user", "user", 1], ["mailbox", "mailbox", 1], ["rcpts 100", "rcpts", 100]]) {
  Deno.test(`readGate() reads the fact of "${text}"`, () => {
    const gate = readGate(makeReading(), valueOf(`a: ${text}`));
    assertEquals(gate && { ...gate }, { kind: "fact", fact, count } as typeof gate);
    assertEquals(gate && showGate(gate), text);
  });
}

const refused: readonly (readonly [text: string, hint: string])[] = [
  [
    "starttls",
    "a keyword has capitals: STARTTLS; a fact is one of user, bearer_token, client_cert, unknown_rcpt, foreign_rcpt, list, rcpt, mailbox, rcpts, host_name",
  ],
  ["mailbx", `did you mean "mailbox"?`],
  ["rcpts many", "a number follows: rcpts 100"],
  ["rcpts 0", "a number follows: rcpts 100"],
  [
    "not user",
    "a keyword has capitals: NOT USER; a fact is one of user, bearer_token, client_cert, unknown_rcpt, foreign_rcpt, list, rcpt, mailbox, rcpts, host_name",
  ],
];

for (const [text, hint] of refused) {
  Deno.test(`readGate() refuses "${text}"`, () => {
    const reading = makeReading();
    assertEquals(readGate(reading, valueOf(`a: ${text}`)), undefined);
    assertEquals(reading.problems.map((problem) => problem.hint), [hint]);
  });
}
