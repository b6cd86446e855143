import { assertEquals } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import type { Observation } from "../smtp/observation.ts";
import { replyOf } from "../testing/samples.ts";
import { describeObservation, describeReplies } from "./describe.ts";

const nothing = new Uint8Array(0);
const rows: readonly (readonly [name: string, saw: Observation | undefined, words: string])[] = [
  ["a reply", replyOf("250 2.0.0 Ok: queued"), "250 2.0.0 Ok: queued"],
  ["a reply of several lines", replyOf("250-a\r\n250 b"), String.raw`250-a\r\n250 b`],
  ["a bare LF", replyOf("250 a\n"), String.raw`250 a\n`],
  ["controls", replyOf("250 \x1b[2J\x07"), String.raw`250 \x1b[2J\x07`],
  ["no reply", { kind: "malformed", octets: latin1("OK\r\n"), why: "a reason" }, String.raw`OK\r\n (a reason)`],
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

for (const [name, saw, words] of rows) {
  Deno.test(`describeObservation() says ${name}`, () => assertEquals(describeObservation(saw), words));
}

Deno.test("describeObservation() keeps a long reply whole and printable", () => {
  const words = describeObservation(replyOf(`250 ${"\xff".repeat(5000)}`));
  assertEquals(words, `250 ${"\\xff".repeat(5000)}`);
});

Deno.test("describeReplies() says each reply and how the session ended", () => {
  const replies = [replyOf("250 a"), replyOf("550 b")];
  assertEquals(describeReplies({ replies, end: "bye" }), "250 a, then 550 b, then the 221 to QUIT");
  assertEquals(describeReplies({ replies: [], end: "close" }), "the server closed");
  assertEquals(describeReplies({ replies: [], end: "silence" }), "nothing more, and no 221 to QUIT");
});
