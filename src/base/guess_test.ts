import { assertEquals } from "@std/assert";
import { closest, suggest } from "./guess.ts";

const keys = ["send", "reply", "replies", "closes", "silence", "steps", "safety", "on", "bytes"];

const guesses: readonly (readonly [word: string, near: readonly string[]])[] = [
  ["sned", ["send"]], // neighbours swapped
  ["sendd", ["send"]],
  ["snd", ["send"]],
  ["SEND", ["send"]],
  ["replys", ["reply"]],
  ["replie", ["replies"]],
  ["repli", ["reply"]],
  ["close", ["closes"]],
  ["byte", ["bytes"]],
  ["no", ["on"]],
  ["xy", []], // each letter of "on" changed is no guess
  ["wibble", []],
  ["", []],
];

for (const [word, near] of guesses) {
  Deno.test(`closest() guesses ${near.join() || "nothing"} for "${word}"`, () =>
    assertEquals(closest(word, keys), near));
}

const flags = [
  ...["--cases", "--pass-env", "--imap-pass-env", "--bearer-token-env", "--client-cert", "--client-key", "--area"],
  ...["--fail-fast", "--last-failed", "--dry-run", "--report", "--list", "--rcpt"],
];
const ofFlags: readonly (readonly [word: string, near: readonly string[]])[] = [
  ["--pass", ["--pass-env"]], // and not "--cases", which is two slips away
  ["--password", ["--pass-env", "--imap-pass-env"]],
  ["--token", ["--bearer-token-env"]],
  ["--env", ["--pass-env", "--imap-pass-env", "--bearer-token-env"]],
  ["--cert", ["--client-cert"]],
  ["--dry", ["--dry-run"]],
  ["--areas", ["--area"]],
  ["--rctp", ["--rcpt"]],
  ["--failed", ["--fail-fast", "--last-failed"]], // who knows which
  ["--host", []], // two of four letters of "--list" are no guess
  ["--port", []],
  ["--constructor", []],
];

for (const [word, near] of ofFlags) {
  Deno.test(`closest() guesses ${near.join(" or ") || "nothing"} for ${word}`, () =>
    assertEquals(closest(word, flags), near));
}

Deno.test("closest() names three words at most, and all that are equally near", () => {
  assertEquals(closest("ab", ["aa", "ac", "ad", "ae"]), ["aa", "ac", "ad"]);
  assertEquals(suggest("cord", ["card", "word", "corn", "sword"]), `did you mean "card", "word" or "corn"?`);
});

Deno.test("suggest() says the nearest word", () => assertEquals(suggest("sned", keys), `did you mean "send"?`));

Deno.test("suggest() lists few words and keeps silent about many", () => {
  assertEquals(suggest("wibble", ["fin", "reset"]), "known: fin, reset");
  assertEquals(suggest("wibble", []), "");
  assertEquals(suggest("wibble", Array.from({ length: 21 }, (_, index) => `very-long-word-${index}`)), "");
});
