import { assertEquals } from "@std/assert";
import { nearest, suggest } from "./guess.ts";

const keys = ["send", "reply", "replies", "closes", "silence", "steps", "safety", "on", "bytes"];

const guesses: readonly (readonly [word: string, near: string | undefined])[] = [
  ["sned", "send"], // neighbours swapped
  ["sendd", "send"],
  ["snd", "send"],
  ["SEND", "send"],
  ["replys", "reply"],
  ["replie", "replies"],
  ["close", "closes"],
  ["byte", "bytes"],
  ["no", "on"],
  ["xy", undefined], // each letter of "on" changed is no guess
  ["wibble", undefined],
  ["", undefined],
];

for (const [word, near] of guesses) {
  Deno.test(`nearest() guesses ${near} for "${word}"`, () => assertEquals(nearest(word, keys), near));
}

Deno.test("suggest() says the nearest word", () => assertEquals(suggest("sned", keys), `did you mean "send"?`));

Deno.test("suggest() lists few words and keeps silent about many", () => {
  assertEquals(suggest("wibble", ["fin", "reset"]), "known: fin, reset");
  assertEquals(suggest("wibble", []), "");
  assertEquals(suggest("wibble", Array.from({ length: 21 }, (_, index) => `very-long-word-${index}`)), "");
});
