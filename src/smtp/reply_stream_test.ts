import { assert, assertEquals } from "@std/assert";
import { concat, latin1, type Octets } from "../base/octets.ts";
import { type Malformed, maxLineOctets, maxReplyLines, maxReplyOctets, type Reply } from "./reply.ts";
import { ReplyParser } from "./reply_parser.ts";

function drain(parser: ReplyParser): (Reply | Malformed)[] {
  const all: (Reply | Malformed)[] = [];
  for (let next = parser.next(); next !== undefined; next = parser.next()) all.push(next);
  return all;
}

function readAll(parts: readonly Octets[]): (Reply | Malformed)[] {
  const parser = new ReplyParser();
  return parts.flatMap((part) => {
    parser.push(part);
    return drain(parser);
  });
}

const streams: Readonly<Record<string, string>> = {
  "a greeting": "220 mx.test ESMTP\r\n",
  "an EHLO reply": "250-mx.test\r\n250-SIZE 1000\r\n250 PIPELINING\r\n",
  "three replies of a group": "250 a\r\n550-b\r\n550 c\r\n354 d\r\n",
  "crooked replies": "250-a\n251\tb\r\r\n250 \xff\0\r\n",
  "a reply and no reply": "250 a\r\nnonsense\r\n",
};

for (const [name, text] of Object.entries(streams)) {
  Deno.test(`ReplyParser reads ${name} alike, wherever the octets are split`, () => {
    const octets = latin1(text);
    const whole = readAll([octets]);
    for (let one = 0; one <= octets.length; one++) {
      for (let two = one; two <= octets.length; two++) {
        const parts = [octets.slice(0, one), octets.slice(one, two), octets.slice(two)];
        assertEquals(readAll(parts), whole);
      }
    }
    assertEquals(readAll([...octets].map((octet) => new Uint8Array([octet]))), whole);
  });
}

Deno.test("ReplyParser gives nothing for half a reply and keeps its octets", () => {
  const parser = new ReplyParser();
  parser.push(latin1("250-a\r\n250 b\r"));
  assertEquals(parser.next(), undefined);
  assertEquals(parser.unfinished(), latin1("250-a\r\n250 b\r"));
  parser.push(latin1("\n2"));
  assertEquals(drain(parser).map(({ kind }) => kind), ["reply"]);
  assertEquals(parser.unfinished(), latin1("2"));
});

const noReplies: readonly string[] = ["\r\n", "OK\r\n", "25 x\r\n", "-ERR\r\n", "HTTP/1.1 400\r\n", " 250 x\r\n", "\n"];

for (const text of noReplies) {
  Deno.test(`ReplyParser takes ${JSON.stringify(text)} for no reply, with all that follows`, () => {
    const octets = latin1(`${text}250 x\r\n`);
    assertEquals(readAll([octets]), [{
      kind: "malformed",
      octets,
      why: "a line does not begin with three digits",
      flaws: [],
      isTooLarge: false,
    }]);
  });
}

Deno.test("ReplyParser keeps a line of the longest size and gives up on a longer one", () => {
  const line = (octets: number) => latin1(`250 ${"x".repeat(octets - 6)}\r\n`);
  assertEquals(readAll([line(maxLineOctets)]).map(({ kind }) => kind), ["reply"]);
  const [last] = readAll([line(maxLineOctets + 1)]);
  assertEquals(last?.kind === "malformed" && last.why, `a line has ${maxLineOctets + 1} octets`);
});

Deno.test("ReplyParser gives up on an endless line and holds no more than its limit", () => {
  const parser = new ReplyParser();
  const part = latin1("2".repeat(1000));
  let given: Reply | Malformed | undefined;
  let pushed = 0;
  for (; given === undefined; pushed += 1000) {
    parser.push(part);
    given = parser.next();
  }
  assertEquals(given.kind === "malformed" && given.why, `a line has more than ${maxLineOctets} octets and no line end`);
  assertEquals(pushed, Math.ceil((maxLineOctets + 1) / 1000) * 1000);
  assertEquals(parser.unfinished().length, 0);
});

Deno.test("ReplyParser keeps a reply of the most lines and gives up on a longer one", () => {
  const reply = (lines: number) => latin1(`${"250-x\r\n".repeat(lines - 1)}250 x\r\n`);
  const [most] = readAll([reply(maxReplyLines)]);
  assertEquals(most?.kind === "reply" && most.lines.length, maxReplyLines);
  const [more] = readAll([reply(maxReplyLines + 1)]);
  assertEquals(more?.kind === "malformed" && more.why, "a reply has more than 1000 lines and no last one");
});

Deno.test("ReplyParser keeps a reply of the most octets and gives up on a larger one", () => {
  const line = (octets: number, separator: string) => `250${separator}${"x".repeat(octets - 6)}\r\n`;
  const reply = (octets: number) => {
    const lines = Math.floor(octets / 60_000);
    return latin1(line(60_000, "-").repeat(lines) + line(octets - lines * 60_000, " "));
  };
  assertEquals(readAll([reply(maxReplyOctets)]).map(({ kind }) => kind), ["reply"]);
  const [more] = readAll([reply(maxReplyOctets + 1)]);
  assertEquals(more?.kind === "malformed" && more.why, `a reply has more than ${maxReplyOctets} octets`);
  assertEquals(more?.flaws.map(({ rule }) => rule), Array(10).fill("line-octets"));
});

Deno.test("ReplyParser keeps the first ten flaws of each kind, and a control character after any number of others", () => {
  const [reply] = readAll([latin1(`${"250-\xe9\n".repeat(500)}250-\x07\r\n250 x\r\n`)]);
  const counts = Map.groupBy(reply?.flaws ?? [], ({ rule, why }) => `${rule}: ${why}`);
  assertEquals([...counts].map(([kind, flaws]) => [kind, flaws.length] as const), [
    ["line-end: a line ends in a bare LF", 10],
    ["octet-range: a line has the octet 0xe9", 10],
    ["octet-range: a line has the octet 0x07", 1],
  ]);
});

Deno.test("ReplyParser joins a long line once, however small the pieces are in which it comes", () => {
  // Were the line joined with each piece, this would be 2 GB of copies.
  const pieces = Array.from(latin1(`250 ${"x".repeat(65_000)}\r\n`), (octet) => new Uint8Array([octet]));
  const start = performance.now();
  assertEquals(readAll(pieces).map(({ kind }) => kind), ["reply"]);
  assert(performance.now() - start < 1_000);
});

Deno.test("ReplyParser copies each octet of one large push once", () => {
  // Were each line's rest copied, 30,000 replies would be 6 GB of copies, and this test would drag.
  const replies = readAll([latin1("250 2.1.0 OK\r\n".repeat(30_000))]);
  assertEquals(replies.length, 30_000);
});

Deno.test("ReplyParser reads on after it gave up, for the caller to judge", () => {
  const parser = new ReplyParser();
  parser.push(latin1("nonsense\r\n"));
  assertEquals(parser.next()?.kind, "malformed");
  parser.push(latin1("221 bye\r\n"));
  assertEquals(parser.next()?.kind, "reply");
});

const ends: readonly (readonly [octets: string, code: number | undefined])[] = [
  ["250 OK\r", 250],
  ["250\r", 250],
  ["250-a\r\n250 b\r", 250],
  ["250 a\rb\r", 250],
  ["250-a\r", undefined], // more lines were to come
  ["250-a\r\n250-b\r", undefined],
  ["250 OK", undefined],
  ["25\r", undefined],
  ["\r", undefined],
  ["", undefined],
];

for (const [text, code] of ends) {
  Deno.test(`nextAtEnd() gives ${code} for ${JSON.stringify(text)}`, () => {
    const parser = new ReplyParser();
    parser.push(latin1(text));
    assertEquals(parser.next(), undefined);
    const reply = parser.nextAtEnd();
    assertEquals(reply?.code, code);
    assertEquals(reply?.flaws.find(({ rule }) => rule === "line-end")?.why, code && "a line ends in a bare CR");
    assertEquals(parser.unfinished(), code === undefined ? latin1(text) : concat([]));
  });
}
