import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Observation } from "../smtp/observation.ts";
import { check } from "../testing/properties.ts";
import { replyOf } from "../testing/samples.ts";
import { isKey, keyForms, keyOfExtra, keyOfObservation, keyOfReplies } from "./key.ts";

const fin: Observation = { kind: "close", how: "fin", isNotified: false };
const octets = (text: string) => new TextEncoder().encode(text);

const observations: readonly (readonly [name: string, Observation | undefined, key: string])[] = [
  ["a reply", replyOf("250 Ok"), "250"],
  ["a reply with a status code", replyOf("250 2.1.0 Ok: queued as 4X1"), "250 2.1.0"],
  ["a reply whose first line alone has a status code", replyOf("214-2.0.0 Help\r\n214 end"), "214 2.0.0"],
  ["a reply whose lines differ in code", replyOf("550-no\r\n250 yes"), "250"],
  ["a reply with an address for a status code", replyOf("250 127.0.0.1 is welcome"), "250"],
  ["a reply below 100", replyOf("007 Bond"), "007"],
  [
    "what is no reply",
    { kind: "malformed", octets: octets("hello"), why: "no digits", flaws: [], isTooLarge: false },
    "malformed",
  ],
  ["a FIN", fin, "close"],
  ["a close_notify and a FIN", { ...fin, isNotified: true }, "close-notify"],
  ["a reset", { kind: "close", how: "reset", isNotified: true }, "reset"],
  ["silence", { kind: "silence", after: 1000, partial: octets("") }, "silence"],
  ["a part of a reply", { kind: "silence", after: 1000, partial: octets("250-a\r\n") }, "partial"],
  ["a connection that stays open", undefined, "open"],
];

for (const [name, seen, key] of observations) {
  Deno.test(`keyOfObservation() makes ${key} of ${name}`, () => assertEquals(keyOfObservation(seen), key));
}

const ok = replyOf("250 2.0.0 Ok");
const many = Array.from({ length: 9 }, (_, index) => replyOf(`25${index} x`));
const sequences:
  readonly (readonly [key: string, replies: readonly Observation[], end: "bye" | "close" | "silence"])[] = [
    ["250 2.0.0", [ok], "bye"],
    ["250 2.0.0, close", [ok], "close"],
    ["250 2.0.0, 503, silence", [ok, replyOf("503 no")], "silence"],
    ["250 2.0.0 x3, 503, 250 2.0.0", [ok, ok, ok, replyOf("503 no"), ok], "bye"],
    ["replies 0", [], "bye"],
    ["replies 0, close", [], "close"],
    ["replies 9", many, "bye"],
    ["replies 10+", [...many, ...many], "bye"],
    ["250 2.0.0 x10+", Array(5000).fill(ok), "bye"],
  ];

for (const [key, replies, end] of sequences) {
  Deno.test(`keyOfReplies() makes ${key} of ${replies.length} replies and ${end}`, () => {
    assertEquals(keyOfReplies({ replies, end }), key);
  });
}

Deno.test("keyOfExtra() says that replies were more than commands", () => {
  assertEquals(keyOfExtra([ok]), "extra, 250 2.0.0");
  assertEquals(keyOfExtra([ok, ok, fin]), "extra, 250 2.0.0 x2, close");
});

const anyObservation: fc.Arbitrary<Observation> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 999 }), fc.string()).map(([code, text]) =>
    replyOf(`${String(code).padStart(3, "0")} ${text.replace(/[\r\n]/g, "")}`)
  ),
  fc.constant<Observation>({ kind: "malformed", octets: octets(", "), why: ", ", flaws: [], isTooLarge: false }),
);

Deno.test("what a server sends makes a key of the listed forms, whatever it is", () => {
  check(
    fc.property(fc.array(anyObservation), fc.constantFrom("bye", "close", "silence"), (replies, end) => {
      for (const key of [keyOfReplies({ replies, end }), keyOfExtra(replies), ...replies.map(keyOfObservation)]) {
        assertEquals(isKey(key), true, key);
      }
    }),
    300,
  );
});

const keys = [
  "delivered 2",
  "body line",
  "body end",
  "header Received count 3",
  "header any text",
  "header X-A missing",
  "header",
];
const words = [
  "the server closed (FIN)",
  "250, then the 221 to QUIT",
  "no reply within # s",
  'Received is "…"',
  "",
  "250,503",
];

Deno.test("isKey() distinguishes keys, and the beginnings of keys, from words", () => {
  for (
    const key of [
      ...keys,
      ...keyForms.map(({ form }) =>
        form.replace(/\b(NAME|x?N)\b/g, (name) => name.replace("N", "1")).replace("KIND", "alert").replace(
          "CLAUSE",
          "by",
        )
      ),
    ]
  ) {
    assertEquals(isKey(key), true, key);
  }
  for (const text of words) assertEquals(isKey(text), false, text);
});
