import { assertEquals } from "@std/assert";
import { reportOf } from "../testing/reports.ts";
import { openingsOf } from "./openings.ts";

const openings = (...reasons: readonly string[]) =>
  openingsOf(
    reportOf([
      ...reasons.map((reason) => ({ verdict: "skip" as const, reason })),
      { verdict: "pass" },
      { verdict: "inconclusive", reason: "missing: --rcpt ADDRESS" },
    ]).results,
  );

Deno.test("openingsOf() lists what can be added, what opens most first", () => {
  assertEquals(
    openings(
      "the target has no endpoint of the role lmtp",
      "missing: --list ADDRESS (a mailing list of the server)",
      "missing: --list ADDRESS (a mailing list of the server)",
      "not allowed here: add --allow slow",
    ).additions,
    [
      { words: "--list ADDRESS (a mailing list of the server)", count: 2 },
      { words: "an endpoint of the role lmtp", count: 1 },
      { words: "--allow slow", count: 1 },
    ],
  );
});

Deno.test("openingsOf() counts a keyword once, whatever its parameter, the state of the session and the endpoint", () => {
  const { missing, offered } = openings(
    "the server does not offer AUTH EXTERNAL (inside TLS)",
    "the server does not offer AUTH in plaintext",
    "mx: the server does not offer DELIVERBY; submission: the server does not offer DELIVERBY (inside TLS)",
    "the server offers SIZE",
  );
  assertEquals(missing, [{ words: "AUTH", count: 2 }, { words: "DELIVERBY", count: 1 }]);
  assertEquals(offered, [{ words: "SIZE", count: 1 }]);
});

Deno.test("openingsOf() gives what can be added where one endpoint lacks that and another a keyword", () => {
  const { additions, missing } = openings("mx: the server does not offer AUTH; submission: missing: --user NAME");
  assertEquals([additions, missing], [[{ words: "--user NAME", count: 1 }], []]);
});

Deno.test("openingsOf() keeps any other reason as it stands", () => {
  assertEquals(openings("no reply was received to which the rule applies").others, [
    { words: "no reply was received to which the rule applies", count: 1 },
  ]);
});
