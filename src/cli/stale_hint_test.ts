import { assertEquals } from "@std/assert";
import { hintForStale } from "./stale_hint.ts";

Deno.test("hintForStale() names the JSON report that was written, and the baseline", () => {
  const reports = [{ format: "junit", file: "a.xml" }, { format: "json", file: "out/my run.json" }];
  assertEquals(hintForStale("known.yaml", { reports, isStrict: false, started: "npx smtpspec" }), [
    "  to bring it up to date:",
    "    npx smtpspec baseline 'out/my run.json' --update known.yaml",
  ]);
});

Deno.test("hintForStale() says how to get a JSON report where none was written to a file, and keeps --strict", () => {
  assertEquals(
    hintForStale("known.yaml", {
      reports: [{ format: "json", file: undefined }],
      isStrict: true,
      started: "deno task smtpspec",
    }),
    [
      "  to bring it up to date, run this once more with --report json=smtp.json, and then",
      "    deno task smtpspec baseline smtp.json --update known.yaml --strict",
    ],
  );
});
