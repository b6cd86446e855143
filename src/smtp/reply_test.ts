import { assertEquals } from "@std/assert";
import { replyOf } from "../testing/samples.ts";
import { type FlawRule, readEnhanced, replyOctets, replyText } from "./reply.ts";

interface Row {
  readonly octets: string;
  readonly code: number;
  readonly text: string;
  readonly flaws?: readonly (readonly [FlawRule, line: number])[];
}

const long = (octets: number) => `250 ${"x".repeat(octets - 6)}\r\n`;

const rows: Readonly<Record<string, Row>> = {
  "a plain reply": { octets: "250 OK\r\n", code: 250, text: "OK" },
  "a code alone": { octets: "250\r\n", code: 250, text: "" },
  "a code with a space and no text": { octets: "250 \r\n", code: 250, text: "" },
  "several lines": { octets: "250-a\r\n250-b\r\n250 c\r\n", code: 250, text: "a\nb\nc" },
  "a hyphen with no text": { octets: "250-\r\n250 \r\n", code: 250, text: "\n" },
  "a text that begins with a space": { octets: "250  OK\r\n", code: 250, text: " OK" },
  "a text of digits": { octets: "250 250-x\r\n", code: 250, text: "250-x" },
  "a tab in the text": { octets: "250 a\tb\r\n", code: 250, text: "a\tb" },
  "the last allowed code": { octets: "559 x\r\n", code: 559, text: "x" },
  "a line of 512 octets": { octets: long(512), code: 250, text: "x".repeat(506) },

  "a first digit of 1": { octets: "150 x\r\n", code: 150, text: "x", flaws: [["code", 0]] },
  "a first digit of 6": { octets: "600 x\r\n", code: 600, text: "x", flaws: [["code", 0]] },
  "a second digit of 6": { octets: "260 x\r\n", code: 260, text: "x", flaws: [["code", 0]] },
  "a line without a code": { octets: "250-a\r\nb\r\n250 c\r\n", code: 250, text: "a\nb\nc", flaws: [["code", 1]] },
  "an empty line": { octets: "250-a\r\n\r\n250 c\r\n", code: 250, text: "a\n\nc", flaws: [["code", 1]] },
  "a tab after the code": { octets: "250\tx\r\n", code: 250, text: "\tx", flaws: [["separator", 0]] },
  "four digits": { octets: "2500 x\r\n", code: 250, text: "0 x", flaws: [["separator", 0]] },
  "a letter after the code": { octets: "250OK\r\n", code: 250, text: "OK", flaws: [["separator", 0]] },
  "a later line with another code": {
    octets: "250-a\r\n251 b\r\n",
    code: 251,
    text: "a\nb",
    flaws: [["same-code", 1]],
  },
  "a middle line with another code": {
    octets: "250-a\r\n550-b\r\n250 c\r\n",
    code: 250,
    text: "a\nb\nc",
    flaws: [["same-code", 1]],
  },
  "a bare LF": { octets: "250 OK\n", code: 250, text: "OK", flaws: [["line-end", 0]] },
  "a bare LF on the second line": { octets: "250-a\r\n250 b\n", code: 250, text: "a\nb", flaws: [["line-end", 1]] },
  "a bare CR in the text": { octets: "250 a\rb\r\n", code: 250, text: "a\rb", flaws: [["bare-cr", 0]] },
  "a line that ends in CR CR LF": { octets: "250 OK\r\r\n", code: 250, text: "OK\r", flaws: [["bare-cr", 0]] },
  "a code before CR CR LF": {
    octets: "250\r\r\n",
    code: 250,
    text: "\r",
    flaws: [["bare-cr", 0], ["separator", 0]],
  },
  "a NUL": { octets: "250 a\0\r\n", code: 250, text: "a\0", flaws: [["octet-range", 0]] },
  "an escape": { octets: "250 \x1b[31m\r\n", code: 250, text: "\x1b[31m", flaws: [["octet-range", 0]] },
  "a DEL": { octets: "250 \x7f\r\n", code: 250, text: "\x7f", flaws: [["octet-range", 0]] },
  "an octet above 127": { octets: "250 \xe9\r\n", code: 250, text: "\xe9", flaws: [["octet-range", 0]] },
  "a line of 513 octets": { octets: long(513), code: 250, text: "x".repeat(507), flaws: [["line-octets", 0]] },
  "many flaws at once": {
    octets: "250-a\r\n199\x01\rb\n",
    code: 199,
    text: "a\n\x01\rb",
    flaws: [["line-end", 1], ["bare-cr", 1], ["code", 1], ["separator", 1], ["same-code", 1], ["octet-range", 1]],
  },
};

for (const [name, { octets, code, text, flaws = [] }] of Object.entries(rows)) {
  Deno.test(`ReplyParser reads ${name}${flaws.length === 0 ? "" : " and marks it"}`, () => {
    const reply = replyOf(octets);
    assertEquals(reply.code, code);
    assertEquals(replyText(reply), text);
    assertEquals(reply.flaws.map(({ rule, line }) => [rule, line] as const), [...flaws]);
    assertEquals(new TextDecoder("latin1").decode(replyOctets(reply)), octets);
  });
}

const reasons: readonly (readonly [octets: string, why: string])[] = [
  ["250 a\n", "a line ends in a bare LF"],
  ["250 a\rb\r\n", "a bare CR stands inside a line"],
  ["150 a\r\n", "150 is no reply code"],
  ["250-a\r\nb\r\n250 c\r\n", "a line of a multi-line reply does not begin with a code"],
  ["250/a\r\n", "neither a space nor a hyphen follows the code"],
  ["250-a\r\n550 b\r\n", "a line has the code 550 after 250"],
  ["250 a\x07\r\n", "a line has the octet 0x07"],
  ["250 \xe9\x07\r\n", "a line has the octet 0x07"], // the 0xe9 may be SMTPUTF8's, the control may never be
  ["250 \xe9\r\n", "a line has the octet 0xe9"],
  [long(600), "a line has 600 octets"],
];

for (const [octets, why] of reasons) {
  Deno.test(`ReplyParser says of ${JSON.stringify(octets.slice(0, 30))} that ${why}`, () => {
    assertEquals(replyOf(octets).flaws.map((flaw) => flaw.why), [why]);
  });
}

const enhanced: readonly (readonly [text: string, code: string | undefined])[] = [
  ["2.1.5 OK", "2.1.5"],
  ["5.7.26", "5.7.26"],
  ["4.999.999\tx", "4.999.999"],
  ["5.1.1: x", undefined],
  ["5.1.1000 x", undefined],
  ["3.1.1 x", undefined],
  ["1.1.1 x", undefined],
  ["5.1 x", undefined],
  [" 5.1.1 x", undefined],
  ["x 5.1.1", undefined],
  ["", undefined],
];

for (const [text, code] of enhanced) {
  Deno.test(`readEnhanced() finds ${code} in ${JSON.stringify(text)}`, () => {
    const read = readEnhanced(text);
    assertEquals(read && `${read.class}.${read.subject}.${read.detail}`, code);
  });
}

Deno.test("ReplyParser takes the enhanced code of the last line", () => {
  assertEquals(replyOf("550-5.1.1 a\r\n550 5.7.1 b\r\n").enhanced, { class: 5, subject: 7, detail: 1 });
});
