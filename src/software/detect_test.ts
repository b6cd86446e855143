import { assertEquals } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { detectSoftware, readSoftware, writeSoftware } from "./detect.ts";

const shown: readonly (readonly [greeting: string, hello: string, name: string | undefined, version: string | null])[] =
  [
    ["220 mx.test ESMTP Postfix", "mx.test", "postfix", null],
    ["220 mx.test ESMTP Postfix (Debian/GNU)", "mx.test", "postfix", null],
    ["220 mx.test ESMTP Postfix (3.9.1)", "mx.test", "postfix", "3.9.1"],
    ["220 mx.test ESMTP Exim 4.96 Mon, 30 Nov 2026 21:00:00 +0000", "", "exim", "4.96"],
    ["220 mx.test ESMTP Sendmail 8.17.1.9/8.17.1.9/Debian-2; Mon", "", "sendmail", "8.17.1.9"],
    ["220 mx.test ESMTP OpenSMTPD", "", "opensmtpd", null],
    ["220 mx.test Python SMTP 1.4.3", "mx.test", "aiosmtpd", "1.4.3"],
    ["220 mx.test ESMTP", "mx.test Nice to meet you, [127.0.0.1]", "smtp-server", null],
    ["220 mx.test ESMTP", "mx.test Ok.", "courier", null],
    ["220 mx.test ESMTP", "mx.test Hello", undefined, null],
    [`220 ${"x".repeat(2000)} Postfix`, "", undefined, null],
  ];

for (const [greeting, hello, name, version] of shown) {
  Deno.test(`detectSoftware() finds ${name} in ${greeting.slice(0, 60)} and "${hello}"`, () => {
    const found = detectSoftware({ greeting, hello });
    assertEquals([found?.name, found?.version ?? null], [name, version]);
  });
}

Deno.test("readSoftware() reads a name in any case, with its version or without", () => {
  assertEquals(readSoftware("Postfix"), { name: "postfix", version: null, by: "owner" });
  assertEquals(readSoftware("exim/4.98"), { name: "exim", version: "4.98", by: "owner" });
  assertEquals(["postfx", "postfix/", "postfix/3.x", ""].map((text) => isProblem(readSoftware(text))), [
    ...[true, true, true, true],
  ]);
});

Deno.test("readSoftware() guesses what was meant", () => {
  const found = readSoftware("postfx");
  assertEquals(isProblem(found) && found.message, 'did you mean "postfix"?');
});

Deno.test("writeSoftware() writes what readSoftware() reads", () => {
  const texts = ["postfix", "exim/4.98"];
  const back = texts.map((text) => {
    const software = readSoftware(text);
    return isProblem(software) ? software.message : writeSoftware(software);
  });
  assertEquals(back, texts);
});
