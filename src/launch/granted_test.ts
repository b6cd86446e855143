import { assertEquals, assertThrows } from "@std/assert";
import { readGranted } from "./granted.ts";

const nothing = { net: [], read: [], write: [], env: [] };
const flagsOf = (granted: unknown) => readGranted(JSON.stringify(granted));

Deno.test("readGranted() gives a flag for each kind of permission that is needed", () => {
  assertEquals(flagsOf(nothing), ["--ignore-env"]);
  assertEquals(
    flagsOf({
      net: ["[::1]:25", "mx.test:587", "unix:/run/a b*.sock"],
      read: ["/a b", "c"],
      write: ["r.json"],
      env: ["SMTP_PASS"],
    }),
    [
      "--allow-net=[::1]:25,mx.test:587,unix:/run/a b*.sock",
      "--allow-read=/a b,c",
      "--allow-write=r.json",
      "--allow-env=SMTP_PASS",
      "--ignore-env",
    ],
  );
});

const wide = [
  { kind: "net", values: ["", "*", "*:25", "*.test:25", "127.0.0.1:1,evil.test", "0.0.0.0/0:25", "a:1\n--allow-run"] },
  { kind: "net", values: ["unix:/run/a,unix:/", "unix:/x\r\n-A"] },
  { kind: "read", values: ["", "a,/", "x\n--allow-run", "x\r-A", "x\0", "\x7f", 1, null, ["/"]] },
  { kind: "write", values: ["", "a,/", "x\n--allow-write"] },
  { kind: "env", values: ["", "*", "SMTP*", "A,B", "A\nB"] },
];
for (const { kind, values } of wide) {
  for (const value of values) {
    Deno.test(`readGranted() refuses ${JSON.stringify(value)} as a permission of the kind ${kind}`, () => {
      assertThrows(() => flagsOf({ ...nothing, [kind]: ["fine", value] }), TypeError, "Cannot allow Deno to use");
    });
  }
}

Deno.test("readGranted() refuses what are no permissions, and kinds that smtpspec never needs", () => {
  for (
    const odd of [null, 1, "x", [], { net: [] }, { ...nothing, net: "a" }, { ...nothing, run: [] }, {
      ...nothing,
      ffi: [],
    }]
  ) {
    assertThrows(() => flagsOf(odd), TypeError, "Cannot read permissions");
  }
  assertThrows(() => readGranted("--allow-run\n"), SyntaxError);
});
