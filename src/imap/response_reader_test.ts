import { assertEquals } from "@std/assert";
import { latin1, latin1Text } from "../base/octets.ts";
import { type Response, ResponseReader } from "./response_reader.ts";

const show = (response: Response) =>
  response.map((part) => typeof part === "string" ? part : { literal: latin1Text(part) });

const texts: readonly (readonly [what: string, text: string, responses: readonly unknown[]])[] = [
  ["lines", "* OK hi\r\nA1 OK\r\n", [["* OK hi"], ["A1 OK"]]],
  ["a bare LF", "* OK hi\nA1 OK\n", [["* OK hi"], ["A1 OK"]]],
  ["a literal", "* 1 FETCH (BODY[] {4}\r\n\r\n.\r)\r\n", [["* 1 FETCH (BODY[] ", { literal: "\r\n.\r" }, ")"]]],
  ["an empty literal", "* 1 FETCH (BODY[] {0}\r\n)\r\n", [["* 1 FETCH (BODY[] ", { literal: "" }, ")"]]],
  ["a literal of any octets", "* 1 FETCH (X ~{2}\r\n\0\xff Y {1}\r\nz)\r\n", [
    ["* 1 FETCH (X ", { literal: "\0\xff" }, " Y ", { literal: "z" }, ")"],
  ]],
  ["a sentence that ends like a literal", "* OK {3}\r\n+ {3}\r\nA1 NO {3}\r\n", [["* OK {3}"], ["+ {3}"], [
    "A1 NO {3}",
  ]]],
];

for (const [what, text, responses] of texts) {
  Deno.test(`ResponseReader reads ${what}, however it is cut`, () => {
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new ResponseReader(100);
      const read = [text.slice(0, cut), text.slice(cut)].flatMap((part) => reader.push(latin1(part)));
      assertEquals<unknown>(read.map(show), responses);
      assertEquals([reader.isWithin, reader.flaw], [false, undefined]);
    }
  });
}

const floods: readonly (readonly [what: string, text: string, flaw: RegExp])[] = [
  ["a literal that is too large", "* 1 FETCH (X {101}\r\n", /a literal of 101 octets, which nobody asked for/],
  ["a line that does not end", "* OK ".padEnd(100_001, "x"), /a response of more than 100000 octets/],
  ["literals without end", `* 1 FETCH (${"X {0}\r\n".repeat(22)}`, /a response of more than 20 literals/],
  ["lines around literals", `* 1 FETCH (${`${"X".repeat(9_000)} {0}\r\n`.repeat(12)}`, /more than 100000 octets/],
];

for (const [what, text, flaw] of floods) {
  Deno.test(`ResponseReader reads no more after ${what}`, () => {
    const reader = new ResponseReader(100);
    assertEquals(reader.push(latin1(text)), []);
    assertEquals(flaw.test(reader.flaw ?? ""), true, reader.flaw);
    assertEquals(reader.push(latin1("\r\nA1 OK\r\n")), []);
  });
}
