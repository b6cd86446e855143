import { assertEquals, assertMatch } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import { isProblem } from "../base/problem.ts";
import { parseTarget, showListener } from "./url.ts";

const targets: readonly (readonly [text: string, role: string, host: string, port: number, shown: string])[] = [
  ["mx.test", "mx", "mx.test", 25, "smtp://mx.test:25"],
  ["mx.test:2525", "mx", "mx.test", 2525, "smtp://mx.test:2525"],
  ["127.0.0.1:2525", "mx", "127.0.0.1", 2525, "smtp://127.0.0.1:2525"],
  ["smtp://mx.test", "mx", "mx.test", 25, "smtp://mx.test:25"],
  ["SMTP://mx.test", "mx", "mx.test", 25, "smtp://mx.test:25"], // RFC 3986 §3.1
  ["smtp://mx.test/", "mx", "mx.test", 25, "smtp://mx.test:25"],
  ["smtps://mx.test", "submissions", "mx.test", 465, "submissions://mx.test:465"],
  ["submission://mx.test", "submission", "mx.test", 587, "submission://mx.test:587"],
  ["submissions://mx.test:4650", "submissions", "mx.test", 4650, "submissions://mx.test:4650"],
  ["lmtp://mx.test", "lmtp", "mx.test", 24, "lmtp://mx.test:24"],
  ["smtp://[::1]", "mx", "::1", 25, "smtp://[::1]:25"],
  ["[2001:db8::1]:2525", "mx", "2001:db8::1", 2525, "smtp://[2001:db8::1]:2525"],
  ["smtp://a_b-c.test:65535", "mx", "a_b-c.test", 65535, "smtp://a_b-c.test:65535"],
];

for (const [text, role, host, port, shown] of targets) {
  Deno.test(`parseTarget() reads ${text}, and showListener() writes it as ${shown}`, () => {
    const found = parseTarget(text);
    if (isProblem(found)) throw new Error(found.message);
    assertEquals(found, { role, address: { host, port } } as typeof found);
    assertEquals(showListener(found), shown);
    assertEquals(parseTarget(shown), found);
  });
}

Deno.test("parseTarget() reads the path of an LMTP socket", () => {
  const found = parseTarget("lmtp:///run/mx/lmtp.sock");
  assertEquals(found, { role: "lmtp", address: { path: "/run/mx/lmtp.sock" } });
  assertEquals(isProblem(found) ? found.message : showListener(found), "lmtp:///run/mx/lmtp.sock");
});

for (const text of ["http://mx.test", "ftp://x"]) {
  Deno.test(`parseTarget() names the schemes that it knows for ${text}`, () => {
    assertMatch(
      messageOf(parseTarget(text)),
      /known schemes are smtp:\/\/ submission:\/\/ submissions:\/\/ lmtp:\/\/ smtps:\/\/$/,
    );
  });
}

for (
  const [text, meant] of [["smpt://mx.test:25", "smtp"], ["submision://mx.test", "submission"], ["LMPT:///s", "lmtp"]]
) {
  Deno.test(`parseTarget() asks whether ${meant}:// was meant by ${text}`, () => {
    const rest = text?.split("://")[1];
    assertEquals(
      messageOf(parseTarget(text ?? "")),
      `Cannot read target "${text}": did you mean "${meant}://${rest}"?`,
    );
  });
}

Deno.test("parseTarget() refuses the path of a socket that would be two permissions", () => {
  assertMatch(messageOf(parseTarget("lmtp:///run/a,/")), /^Cannot use "\/run\/a,\/" as a path: name it without commas/);
});

const refused = [
  "",
  "smtp://",
  "mx.test:x",
  "mx test",
  "a@mx.test",
  "::1",
  "/run/x.sock",
  "smtp:///x",
  "mx.test:25/x",
  "*:25",
  "smtp://*.test",
  "mx.test,evil.test:25",
  "mx.test:25\n--allow-run",
  "a..b:25",
  "[1:2]:25",
];
for (const text of refused) {
  Deno.test(`parseTarget() refuses "${text}"`, () => {
    assertEquals(
      messageOf(parseTarget(text)),
      `Cannot read target "${text}": write smtp://HOST:PORT, HOST:PORT, lmtp:///SOCKET or the path of a target file`,
    );
  });
}

for (const port of ["0", "65536"]) {
  Deno.test(`parseTarget() says what a port is where one is ${port}`, () => {
    assertEquals(parseTarget(`mx.test:${port}`), {
      kind: "problem",
      message: `Cannot read target "mx.test:${port}": a port is a number from 1 to 65535`,
    });
  });
}
