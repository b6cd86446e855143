import { assertEquals } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import { maxReplyOctets } from "../smtp/reply.ts";
import { Inbox, maxConnectionOctets } from "./inbox.ts";

const large = latin1(`${`250-${"x".repeat(1_000)}\r\n`.repeat(900)}250 x\r\n`); // 900 KB
const small = latin1("250 x\r\n");

Deno.test("Inbox is full of many replies, and of few large ones, until some are read", () => {
  const inbox = new Inbox();
  for (let count = 0; count < 200; count++) inbox.push(small, 0);
  assertEquals([inbox.isFull, inbox.count], [true, 200]);
  inbox.shift();
  assertEquals(inbox.isFull, false);
  const other = new Inbox();
  other.push(large, 0);
  assertEquals(other.isFull, false);
  other.push(large, 0);
  assertEquals([other.isFull, other.count], [true, 2]);
  other.shift();
  assertEquals(other.isFull, false);
});

Deno.test("Inbox gives up a connection on which more octets are received than anybody needs", () => {
  const inbox = new Inbox();
  let taken = 0;
  let replies = 0;
  for (; !inbox.isBroken && taken <= 2 * maxConnectionOctets; taken += large.length) {
    inbox.push(large, 0);
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
      replies += 1;
      if (next.received.kind === "malformed") {
        assertEquals(next.received.why, `the server sent more than ${maxConnectionOctets} octets on one connection`);
      }
    }
  }
  assertEquals([inbox.isBroken, replies], [true, Math.ceil(maxConnectionOctets / large.length) + 1]);
  inbox.push(small, 0);
  assertEquals(inbox.count, 0);
});

Deno.test("Inbox holds no more of an endless reply than one may have", () => {
  const inbox = new Inbox();
  const piece = latin1(`250-${"x".repeat(60_000)}\r\n`);
  for (let count = 0; count < 100; count++) inbox.push(piece, 0);
  const waiting = inbox.shift();
  assertEquals(
    waiting?.received.kind === "malformed" && waiting.received.why,
    `a reply has more than ${maxReplyOctets} octets`,
  );
  assertEquals((waiting?.octets.length ?? 0) <= maxReplyOctets + piece.length, true);
  assertEquals([inbox.count, inbox.unfinished().length], [0, 0]);
});

Deno.test("Inbox makes no more replies of a flood than may wait, and the others in their turn", () => {
  const inbox = new Inbox();
  inbox.push(latin1("250 x\r\n".repeat(5_000) + "nonsense\r\n"), 1);
  assertEquals([inbox.count, inbox.isFull, inbox.isBroken], [200, true, false]);
  for (let count = 0; count < 5_000; count++) assertEquals(inbox.shift()?.received.kind, "reply");
  assertEquals([inbox.first?.kind, inbox.count, inbox.isBroken], ["malformed", 1, true]);
});
