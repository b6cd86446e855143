import { assertEquals } from "@std/assert";
import { hasTwice, isXtext, readParameters } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";

const lists: readonly (readonly [text: string, parameters: Parameter[] | undefined])[] = [
  ["", []],
  [" SIZE=100", [{ keyword: "SIZE", value: "100" }]],
  [" size=1 SMTPUTF8", [{ keyword: "SIZE", value: "1" }, { keyword: "SMTPUTF8", value: undefined }]],
  [" A=<x>;y", [{ keyword: "A", value: "<x>;y" }]],
  ["SIZE=100", undefined],
  ["  SIZE=100", undefined],
  [" SIZE=100 ", undefined],
  [" SIZE=", undefined],
  [" =1", undefined],
  [" A=b=c", undefined],
  [" -A=b", undefined],
  [" A_B=c", undefined],
  [" A=\xc3\xa9", undefined],
  [" A=b\tC=d", undefined],
];

for (const [text, parameters] of lists) {
  Deno.test(`readParameters() reads ${JSON.stringify(text)}`, () => {
    assertEquals(readParameters(text, { isUtf8: false }), parameters);
  });
}

Deno.test("readParameters() takes octets above 127 in values where SMTPUTF8 lets them", () => {
  assertEquals(readParameters(" A=\xc3\xa9", { isUtf8: true }), [{ keyword: "A", value: "\xc3\xa9" }]);
});

Deno.test("hasTwice() finds a keyword that comes twice, whatever its case", () => {
  const of = (text: string) => hasTwice(readParameters(text, { isUtf8: false }) ?? []);
  assertEquals([of(" A=1 B=1"), of(" A=1 a=2"), of("")], [false, true, false]);
});

const xtexts: readonly (readonly [value: string, isRight: boolean])[] = [
  ["", true],
  ["abc;def@x.test", true],
  ["a+2Bb+3D", true],
  ["+2b", false], // RFC 3461 §4: hexadecimal digits in capitals
  ["a+b", false],
  ["a+", false],
  ["a=b", false],
  ["a b", false],
  ["\x7f", false],
];

for (const [value, isRight] of xtexts) {
  Deno.test(`isXtext() ${isRight ? "takes" : "refuses"} ${JSON.stringify(value)}`, () => {
    assertEquals(isXtext(value), isRight);
  });
}
