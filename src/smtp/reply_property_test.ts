import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { check } from "../testing/properties.ts";
import { concat, latin1, latin1Text, type Octets } from "../base/octets.ts";
import { type Malformed, maxLineOctets, type Reply, replyOctets } from "./reply.ts";
import { ReplyParser } from "./reply_parser.ts";

/** Octets that a server may send: whole replies, pieces of them, and anything else. */
const piece = fc.oneof(
  fc.constantFrom(
    "250 ok\r\n",
    "250-more\r\n",
    "354 go on\n",
    "421\r\n",
    "5",
    "\r",
    "\n",
    "\0",
    "250-",
    "999 x\r\n",
    "\r\n",
  ),
  fc.uint8Array({ maxLength: 40 }).map((octets) => latin1Text(octets)),
);
const stream = fc.array(piece, { maxLength: 30 }).map((parts) => latin1(parts.join("")));
const borders = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });

/** Pushes octets in pieces; gives what was parsed up to the first malformed one, and what is left over. */
function parse(pieces: readonly Octets[]): { replies: (Reply | Malformed)[]; left: Octets } {
  const parser = new ReplyParser();
  const replies: (Reply | Malformed)[] = [];
  for (const octets of pieces) {
    parser.push(octets);
    for (let received = parser.next(); received !== undefined; received = parser.next()) {
      replies.push(received);
      if (received.kind === "malformed") return { replies, left: new Uint8Array(0) };
    }
  }
  return { replies, left: parser.unfinished() };
}

function cutAt(octets: Octets, offsets: readonly number[]): Octets[] {
  const cuts = [0, ...offsets.filter((at) => at < octets.length).toSorted((one, other) => one - other), octets.length];
  return cuts.slice(1).map((end, index) => octets.slice(cuts[index], end));
}

const isReply = (received: Reply | Malformed) => received.kind === "reply";

Deno.test("ReplyParser gives the same replies wherever the octets are cut", () => {
  check(fc.property(stream, borders, (octets, offsets) => {
    const whole = parse([octets]);
    const cut = parse(cutAt(octets, offsets));
    // What is malformed is given up with the octets that had come.
    assertEquals(cut.replies.filter(isReply), whole.replies.filter(isReply));
    assertEquals(cut.replies.length, whole.replies.length);
    if (whole.replies.every(isReply)) assertEquals(cut.left, whole.left);
  }));
});

Deno.test("ReplyParser loses no octet and adds none", () => {
  check(fc.property(stream, (octets) => {
    const { replies, left } = parse([octets]);
    if (!replies.every((received) => received.kind === "reply")) return;
    assertEquals(concat([...replies.map(replyOctets), left]), octets);
  }));
});

Deno.test("ReplyParser gives each reply a code of three digits, and finds a flaw in all that the grammar does not know", () => {
  const clean = /^(?:([2-5][0-5][0-9])-[\t\x20-\x7e]*\r\n)*([2-5][0-5][0-9])(?: [\t\x20-\x7e]*)?\r\n$/;
  check(fc.property(stream, (octets) => {
    for (const received of parse([octets]).replies) {
      if (received.kind !== "reply") continue;
      assert(/^[0-9]{3}$/.test(String(received.code).padStart(3, "0")), `code ${received.code}`);
      const text = latin1Text(replyOctets(received));
      const codes = new Set(received.lines.map(({ code }) => code));
      assertEquals(received.flaws.length === 0, clean.test(text) && codes.size === 1, JSON.stringify(text));
    }
  }));
});

Deno.test("ReplyParser holds no more than a line and the lines of one reply", () => {
  const parser = new ReplyParser();
  const octets = new Uint8Array(10_000).fill(0x61);
  for (let pushed = 0; pushed <= 2 * maxLineOctets; pushed += octets.length) {
    parser.push(octets);
    const received = parser.next();
    if (received === undefined) continue;
    assertEquals(received.kind, "malformed");
    assertEquals(parser.unfinished().length, 0);
    return;
  }
  assert(false, "an endless line was kept");
});
