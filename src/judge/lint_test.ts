import { assertEquals } from "@std/assert";
import { replyOf } from "../testing/samples.ts";
import { lints } from "./lint.ts";
import { type LintContext, lintReply } from "./lint_reply.ts";

const plain: LintContext = { offersEnhanced: false, usesUtf8: false, mayAnswerHello: false, isOffer: false };
const enhanced = { ...plain, offersEnhanced: true };
const utf8 = { ...plain, usesUtf8: true };
const hello = { ...enhanced, mayAnswerHello: true };
const offer = { ...plain, mayAnswerHello: true, isOffer: true };
const long = "x".repeat(600);

const rows: readonly (readonly [name: string, reply: string, context: LintContext, breaches: readonly string[]])[] = [
  ["a plain reply", "250 OK", plain, []],
  ["a bare LF", "250 OK\n", plain, ["line-end"]],
  ["a long line", `250 ${long}`, plain, ["line-octets"]],
  ["a long challenge", `334 ${long}`, plain, []], // RFC 4954 §4
  ["an octet above 127", "250 \xc3\xa9", plain, ["octet-range"]],
  ["an octet above 127 under SMTPUTF8", "250 \xc3\xa9", utf8, []],
  ["a control under SMTPUTF8", "250 \x07", utf8, ["octet-range"]],
  ["a DEL under SMTPUTF8", "250 \x7f", utf8, ["octet-range"]],
  ["a control after UTF-8 under SMTPUTF8", "250 \xc3\xa9\x07", utf8, ["octet-range"]],
  ["lines with two codes", "250-a\r\n251 b", plain, ["same-code"]],

  ["an enhanced code of another class", "550 2.0.0 x", enhanced, ["enhanced-class"]],
  ["an enhanced code of the same class", "550 5.0.0 x", enhanced, []],
  ["no enhanced code", "550 x", enhanced, ["status-code"]],
  ["no enhanced code where none is offered", "550 x", plain, []],
  ["two enhanced codes", "550-5.1.1 a\r\n550 4.1.1 b", enhanced, ["enhanced-class", "same-status-code"]],
  ["an enhanced code on one line of two", "550-5.1.1 a\r\n550 b", enhanced, ["same-status-code"]],
  ["an enhanced code that is not offered", "550 2.0.0 x", plain, []],
  ["an enhanced code in a 354", "354 2.0.0 x", enhanced, []], // RFC 2034 §4 speaks of 2yz, 4yz and 5yz

  ["the 253 of ETRN", "253 OK", plain, []],
  ["a code of the grammar that no RFC lists", "241 OK", plain, ["listed-code"]],
  ["a code of an extension", "535 5.7.8 no", enhanced, []],
  ["a code with a space and no text", "250 ", plain, ["bare-code"]],
  ["a code alone", "250", plain, ["space-after-code", "bare-code"]],
  ["an empty last line", "250-a\r\n250", plain, ["space-after-code"]],
  ["an empty first line", "250-\r\n250 a", plain, []],
  ["an empty challenge", "334 ", plain, []], // RFC 4954 §4

  ["a status code of the class 3", "250 3.0.0 x", enhanced, ["status-code-form"]],
  ["a status code with a leading zero", "550 5.01.1 x", enhanced, ["status-code-form"]],
  ["a status code with four digits", "550 5.1.1000 x", enhanced, ["status-code-form"]],
  ["an IPv4 address", "250 10.0.0.1 is at home", enhanced, ["status-code"]],
  ["a version", "250 10.0.0, ready", enhanced, ["status-code"]],
  ["a status code with an unknown subject", "550 5.8.0 x", enhanced, ["registered-status-code"]],
  ["a status code with a far detail", "550 5.7.708 x", enhanced, ["registered-status-code"]],
  ["a detail of no subject", "550 5.0.1 x", enhanced, ["registered-status-code"]],
  ["a detail that may be registered since", "550 5.7.35 x", enhanced, []],
  ["a null MX of a recipient", "556 5.1.10 x", enhanced, []],
  ["a null MX of a recipient by 550", "550 5.1.10 x", enhanced, ["null-mx-code"]],
  ["a null MX of a sender", "550 5.7.27 x", enhanced, []],
  ["a null MX of a sender by 554", "554 5.7.27 x", enhanced, ["null-mx-code"]],

  ["a good offer", "250-mx\r\n250-SIZE 100\r\n250-X-Y a=b !~\r\n250 8BITMIME", offer, []],
  ["a control after the domain of an EHLO reply", "250-mx \x07\r\n250 X", offer, []], // RFC 5321 §4.1.1.1
  ["a control on a later line of an EHLO reply", "250-mx\r\n250 X \x07", offer, ["octet-range", "ehlo-keyword"]],
  ["an offer of one line with any text", "250 mx!test", offer, []],
  ["an underscore in a keyword", "250-mx\r\n250 X_Y", offer, ["ehlo-keyword"]],
  ["a hyphen before a keyword", "250-mx\r\n250 -X", offer, ["ehlo-keyword"]],
  ["a space at the end", "250-mx\r\n250 SIZE ", offer, ["ehlo-keyword (tolerated)"]],
  ["two spaces", "250-mx\r\n250 SIZE  1", offer, ["ehlo-keyword (tolerated)"]],
  ["a tolerated line before an ill-formed one", "250-mx\r\n250-AUTH=LOGIN\r\n250 X_Y", offer, ["ehlo-keyword"]],
  ["a refused EHLO with a number like an enhanced code", "550 2.0.0 x", hello, []], // RFC 2034 §4
  ["an empty keyword", "250-mx\r\n250 ", offer, ["ehlo-keyword"]],
  ["an ill-formed keyword outside an offer", "250-mx\r\n250 X_Y", plain, []],
  ["AUTH= of the last century", "250-mx\r\n250 AUTH=LOGIN", offer, ["ehlo-keyword (tolerated)"]],
];

for (const [name, reply, context, wanted] of rows) {
  Deno.test(`lintReply() finds ${wanted.join(", ") || "nothing"} in ${name}`, () => {
    const { breaches } = lintReply(replyOf(reply), context);
    assertEquals(breaches.map(({ rule, isTolerated }) => isTolerated ? `${rule} (tolerated)` : rule), [...wanted]);
  });
}

Deno.test("lintReply() counts a rule as checked only where it applies", () => {
  const checked = (reply: string, context: LintContext) => lintReply(replyOf(reply), context).checked.slice(9);
  const status = ["enhanced-class", "status-code", "same-status-code", "status-code-form", "registered-status-code"];
  assertEquals(checked("250 x", plain), ["bare-code"]);
  assertEquals(checked("334 ", plain), []);
  assertEquals(checked("250 x", enhanced), ["bare-code", ...status]);
  assertEquals(checked("354 x", enhanced), ["bare-code"]);
  assertEquals(checked("556 5.1.10 x", enhanced), ["bare-code", ...status, "null-mx-code"]);
  assertEquals(checked("250 x", { ...offer, offersEnhanced: true }), ["bare-code", "ehlo-keyword"]);
});

Deno.test("lints has each rule once", () => {
  const rules = lints.map(({ rule }) => rule);
  assertEquals(new Set(rules).size, rules.length);
});
