import { assertEquals } from "@std/assert";
import { type PathRules, readMailbox, readPath, showPath, unquote } from "./path.ts";

const rules: PathRules = {
  isUtf8: false,
  mayBeNull: true,
  mayBePostmaster: true,
  maxLocalPartOctets: 64,
  maxDomainOctets: 255,
  maxPathOctets: 256,
};
const domainOf = (octets: number) => `${"a.".repeat(200)}`.slice(0, octets - 1) + "b";

const mailboxes: readonly (readonly [text: string, localPart: string, domain: string | undefined])[] = [
  ["<a@b.test>", "a", "b.test"],
  ["<a.b+c@b.test>", "a.b+c", "b.test"],
  ['<"a b"@b.test>', '"a b"', "b.test"],
  ['<"a\\"b\\\\"@b.test>', '"a\\"b\\\\"', "b.test"],
  ['<"a>b@c"@b.test>', '"a>b@c"', "b.test"],
  ['<""@b.test>', '""', "b.test"],
  ["<a@[127.0.0.1]>", "a", "[127.0.0.1]"],
  ["<a@[IPv6:::1]>", "a", "[IPv6:::1]"],
  ["<@one.test,@two.test:a@b.test>", "a", "b.test"],
  ["<pOsTmAsTeR>", "pOsTmAsTeR", undefined],
  ["<a@b>", "a", "b"],
  [`<${"x".repeat(64)}@b.test>`, "x".repeat(64), "b.test"],
];

for (const [text, localPart, domain] of mailboxes) {
  Deno.test(`readPath() reads ${text}`, () => {
    assertEquals(readPath(`${text} SIZE=1`, rules), { kind: "path", path: { localPart, domain }, rest: " SIZE=1" });
  });
}

const malformed = [
  "a@b.test",
  "<a@b.test",
  "<<a@b.test>>",
  "<a>",
  "<@b.test>",
  "<a@>",
  "<a@b@c.test>",
  "<.a@b.test>",
  "<a.@b.test>",
  "<a..b@b.test>",
  "<a b@b.test>",
  '<"a"b@b.test>',
  '<"a@b.test>',
  "<a@-b.test>",
  "<a@b-.test>",
  "<a@b..test>",
  "<a@b.test.>",
  "<a@b_c.test>",
  "<a@[127.0.0.1>",
  "<@one.test a@b.test>",
  "<@one.test:>",
  "<@one.test:postmaster>",
  "<\xc3\xa9@b.test>",
  `<a@${"l".repeat(64)}.test>`,
];

for (const text of malformed) {
  Deno.test(`readPath() finds ${JSON.stringify(text)} malformed`, () => {
    assertEquals(readPath(text, rules), { kind: "malformed" });
  });
}

Deno.test("readPath() takes the null path and <Postmaster> only where they may stand", () => {
  assertEquals(readPath("<>x", rules), { kind: "null", rest: "x" });
  assertEquals(readPath("<>", { ...rules, mayBeNull: false }), { kind: "malformed" });
  assertEquals(readPath("<postmaster>", { ...rules, mayBePostmaster: false }), { kind: "malformed" });
});

Deno.test("readPath() keeps the limits of RFC 5321 §4.5.3.1 to the octet", () => {
  const tooLong = (what: string) => ({ kind: "too long", what }) as const;
  assertEquals(readPath(`<${"x".repeat(65)}@b.test>`, rules), tooLong("local-part"));
  assertEquals(readPath(`<x@${domainOf(256)}>`, { ...rules, maxPathOctets: 999 }), tooLong("domain"));
  assertEquals(readPath(`<x@${domainOf(252)}>`, rules).kind, "path"); // 256 octets with its brackets
  assertEquals(readPath(`<x@${domainOf(253)}>`, rules), tooLong("path"));
});

Deno.test("readPath() takes well-formed UTF-8 where SMTPUTF8 lets it", () => {
  const utf8 = { ...rules, isUtf8: true };
  assertEquals(readPath("<\xc3\xa9@\xc3\xa9.test>", utf8).kind, "path");
  assertEquals(readPath("<\xe9@b.test>", utf8).kind, "malformed");
  assertEquals(readPath("<a@\xe9.test>", utf8).kind, "malformed");
});

Deno.test("readMailbox() reads a mailbox and nothing around it", () => {
  assertEquals(readMailbox("a@b.test", rules), { localPart: "a", domain: "b.test" });
  for (const text of ["", "postmaster", "a@b.test>", "a@b.test x", "<a@b.test>"]) {
    assertEquals(readMailbox(text, rules), undefined);
  }
});

Deno.test("unquote() gives the meaning of a local-part, showPath() its path", () => {
  assertEquals(unquote("a.b"), "a.b");
  assertEquals(unquote('"a \\"b\\\\"'), 'a "b\\');
  assertEquals(showPath(undefined), "<>");
  assertEquals(showPath({ localPart: "Postmaster", domain: undefined }), "<Postmaster>");
  assertEquals(showPath({ localPart: '"a b"', domain: "b.test" }), '<"a b"@b.test>');
});
