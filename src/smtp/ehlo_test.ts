import { assertEquals } from "@std/assert";
import { replyOf } from "../testing/samples.ts";
import { offeredValue, offers, readOffer } from "./ehlo.ts";

const offer = readOffer(replyOf(
  [
    "250-mx.test greets PIPELINING",
    "250-size 35651584",
    "250-8BITMIME",
    "250-AUTH PLAIN Login  CRAM-MD5",
    "250-AUTH=PLAIN",
    "250-LIMITS RCPTMAX=50 mailmax=7",
    "250-X_THING",
    "250-",
    "250 STARTTLS ",
  ].join("\r\n"),
));

Deno.test("readOffer() reads keywords in capitals with their parameters, and never the first line", () => {
  assertEquals(offer.greeting, "mx.test greets PIPELINING");
  assertEquals(offer.keywords, [
    { keyword: "SIZE", params: ["35651584"] },
    { keyword: "8BITMIME", params: [] },
    { keyword: "AUTH", params: ["PLAIN", "Login", "CRAM-MD5"] },
    { keyword: "AUTH=PLAIN", params: [] },
    { keyword: "LIMITS", params: ["RCPTMAX=50", "mailmax=7"] },
    { keyword: "X_THING", params: [] },
    { keyword: "STARTTLS", params: [] },
  ]);
});

Deno.test("readOffer() finds nothing in a reply of one line", () => {
  assertEquals(readOffer(replyOf("250 mx.test")), { greeting: "mx.test", keywords: [] });
});

const wanted: readonly (readonly [keyword: string, isOffered: boolean])[] = [
  ["SIZE", true],
  ["size", true],
  ["STARTTLS", true],
  ["PIPELINING", false], // it stands in the first line only
  ["AUTH", true],
  ["AUTH PLAIN", true],
  ["AUTH LOGIN", true],
  ["AUTH PLAIN LOGIN", true],
  ["AUTH SCRAM-SHA-256", false],
  ["AUTH PLAIN SCRAM-SHA-256", false],
  ["STARTTLS X", false],
  ["8BIT", false],
  ["", false],
];

for (const [keyword, isOffered] of wanted) {
  Deno.test(`offers() says ${isOffered} for "${keyword}"`, () => assertEquals(offers(offer, keyword), isOffered));
}

const values: readonly (readonly [variable: string, value: string | undefined])[] = [
  ["SIZE", "35651584"],
  ["AUTH", "PLAIN"],
  ["STARTTLS", undefined], // it has no parameter
  ["LIMITS_RCPTMAX", "50"],
  ["LIMITS_MAILMAX", "7"],
  ["LIMITS_X", undefined],
  ["BURL_X", undefined],
  ["CHUNKING", undefined],
];

for (const [variable, value] of values) {
  Deno.test(`offeredValue() gives ${value} for $${variable}`, () => {
    assertEquals(offeredValue(offer, variable), value);
  });
}
