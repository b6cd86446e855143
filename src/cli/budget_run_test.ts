/** What a run says of its budget at its end. */
import { assertEquals, assertMatch } from "@std/assert";
import { nothing } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { smallCases, unbroken } from "../testing/smtpspec_process.ts";

Deno.test("smtpspec run says at its end that the budget was used up, and which flag gives more", async () => {
  await withServer({ answers: { connect: nothing } }, async ({ port }) => {
    const args = ["run", `smtp://127.0.0.1:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases];
    const { code, err } = await smtpspec([...args, "--budget", "500ms"]);
    assertEquals(code, 4);
    assertMatch(
      unbroken(err),
      /warning: The budget of 500 ms \(--budget\) was used up: [0-9]+ results are inconclusive for it\s+--budget TIME gives a run more time, --budget none as much as it needs/,
    );
  });
});
