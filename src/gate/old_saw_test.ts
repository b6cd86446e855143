import { assertEquals } from "@std/assert";
import { resultOf } from "../testing/reports.ts";
import { oldSawOf } from "./old_saw.ts";

const seen: readonly (readonly [saw: string, steady: string])[] = [
  ["250 2.1.0 Ok: queued as 4X1", "250 2.1.0"],
  ["250 Ok", "250"],
  ["250", "250"],
  [String.raw`250-mx.test\r\n250-PIPELINING\r\n250 SIZE 20000000`, "250"],
  ["550-5.1.1 No such\\r\\n550 5.1.1 mailbox", "550 5.1.1"],
  ["250 127.0.0.1 is welcome", "250"],
  ["250 2.0.0", "250 2.0.0"],
  ["250 Ok, then 503 5.5.1 Bad sequence, then the 221 to QUIT", "250, then 503 5.5.1, then the 221 to QUIT"],
  ["the server closed (FIN)", "the server closed (FIN)"],
  ["no reply within 10.0 s", "no reply within # s"],
  ['line 3 of the body is ".y", not "y"', 'line # of the body is "…", not "…"'],
  [String.raw`Received is "by \"mx\"; Wed, 25 Nov 2026"`, 'Received is "…"'],
  ["nothing more, and no 221 to QUIT", "nothing more, and no 221 to QUIT"],
  ["2500 is no code", "# is no code"],
];

for (const [received, steady] of seen) {
  Deno.test(`oldSawOf() keeps of ${JSON.stringify(received)} what stays: ${steady}`, () => {
    assertEquals(oldSawOf(resultOf({ received })), steady);
  });
}

Deno.test("oldSawOf() takes the reason where there is no deviation", () => {
  const reason = "the server no longer answers after this case";
  assertEquals(oldSawOf(resultOf({ reason })), reason);
  assertEquals(oldSawOf(resultOf({})), undefined);
});
