import { assertEquals } from "@std/assert";
import { escapeOctets } from "../base/show.ts";
import { latin1 } from "../base/octets.ts";
import type { Observation } from "../smtp/observation.ts";
import { replyOf } from "../testing/samples.ts";
import { describeObservation, describeReplies } from "./describe.ts";

const nothing = new Uint8Array(0);
const rows: readonly (readonly [name: string, received: Observation | undefined, words: string])[] = [
  ["a reply", replyOf("250 2.0.0 Ok: queued"), "250 2.0.0 Ok: queued"],
  ["a reply of several lines", replyOf("250-a\r\n250 b"), String.raw`250-a\r\n250 b`],
  ["a bare LF", replyOf("250 a\n"), String.raw`250 a\n`],
  ["controls", replyOf("250 \x1b[2J\x07"), String.raw`250 \x1b[2J\x07`],
  [
    "no reply",
    { kind: "malformed", octets: latin1("OK\r\n"), why: "a reason", flaws: [], isTooLarge: false },
    String.raw`OK\r\n (a reason)`,
  ],
  ["a FIN", { kind: "close", how: "fin", isNotified: false }, "the server closed (FIN)"],
  ["a close_notify", { kind: "close", how: "fin", isNotified: true }, "the server closed (close_notify, FIN)"],
  ["a reset", { kind: "close", how: "reset", isNotified: false }, "the server closed (reset)"],
  ["silence", { kind: "silence", after: 10_000, partial: nothing }, "no reply within 10.0 s"],
  [
    "half a reply",
    { kind: "silence", after: 10_000, partial: latin1("250-a\r\n2") },
    String.raw`no reply within 10.0 s, only 250-a\r\n2`,
  ],
  ["an open connection", undefined, "the connection stayed open"],
];

for (const [name, received, words] of rows) {
  Deno.test(`describeObservation() says ${name}`, () =>
    assertEquals(describeObservation(received, escapeOctets), words));
}

Deno.test("describeObservation() shows octets by the function that it is given", () => {
  assertEquals(describeObservation(replyOf("250 secret"), () => "250 ***"), "250 ***");
});

Deno.test("describeReplies() says each reply and how the session ended", () => {
  const replies = [replyOf("250 a"), replyOf("550 b")];
  assertEquals(describeReplies({ replies, end: "bye" }, escapeOctets), "250 a, then 550 b, then the 221 to QUIT");
  assertEquals(describeReplies({ replies: [], end: "close" }, escapeOctets), "the server closed");
  assertEquals(describeReplies({ replies: [], end: "silence" }, escapeOctets), "nothing more, and no 221 to QUIT");
});

Deno.test("describeReplies() says only the first of a flood of replies, and how many more there were", () => {
  const replies = Array.from({ length: 1000 }, () => replyOf("250 a"));
  assertEquals(
    describeReplies({ replies, end: "silence" }, escapeOctets),
    `${"250 a, then ".repeat(20)}980 more replies, then nothing more, and no 221 to QUIT`,
  );
});
