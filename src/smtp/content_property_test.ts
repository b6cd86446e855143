import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { check } from "../testing/properties.ts";
import { latin1, latin1Text } from "../base/octets.ts";
import { endData, generateOctets, generatePieces, stuff, toCrlf, unstuff } from "./content.ts";

/** Content in which dots and line ends are frequent. */
const content = fc.array(
  fc.oneof(
    fc.constantFrom(".", "..", "\r\n", "\r", "\n", "a", "\r\n."),
    fc.uint8Array({ maxLength: 5 }).map((octets) => latin1Text(octets)),
  ),
  { maxLength: 40 },
)
  .map((parts) => latin1(parts.join("")));

Deno.test("unstuff(stuff(x)) is x, for any octets", () => {
  check(fc.property(content, (octets) => assertEquals(unstuff(stuff(octets)), octets)));
});

Deno.test("endData() makes content that ends at its end and not before", () => {
  check(fc.property(content, (octets) => {
    const sent = `\r\n${latin1Text(endData(octets))}`; // the CRLF is that of the DATA line
    assertEquals(sent.indexOf("\r\n.\r\n"), sent.length - 5);
  }));
});

Deno.test("toCrlf() leaves no bare CR and no bare LF, and does nothing a second time", () => {
  check(fc.property(content, (octets) => {
    const text = toCrlf(latin1Text(octets));
    assert(!/\r(?!\n)|(?<!\r)\n/.test(text));
    assertEquals(toCrlf(text), text);
  }));
});

Deno.test("generateOctets() gives so many octets, in lines of at most 77 characters that need no dot stuffed", () => {
  check(fc.property(fc.nat({ max: 2_000 }), (octets) => {
    const text = latin1Text(generateOctets(octets));
    assertEquals(text.length, octets);
    assert(octets < 2 || text.endsWith("\r\n"));
    const lines = text.split("\r\n");
    assert(lines.every((line) => line.length <= 77 && !line.startsWith(".") && !/[\r\n]/.test(line) || octets < 2));
  }));
});

Deno.test("generatePieces() gives the octets of generateOctets() in pieces of at most 64 KiB", () => {
  check(
    fc.property(fc.integer({ min: 131_073, max: 131_400 }), (octets) => {
      const pieces = [...generatePieces(octets)];
      assertEquals(pieces.map(({ length }) => length), [65_536, 65_536, octets - 131_072]);
      const text = latin1Text(generateOctets(octets));
      assertEquals(text.length, octets);
      assert(text.split("\r\n").every((line) => line.length <= 77 && !/[\r\n]/.test(line)));
    }),
    50,
  );
});
