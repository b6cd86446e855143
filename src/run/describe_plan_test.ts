import { assert, assertEquals } from "@std/assert";
import { readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import type { Script } from "../peer/script.ts";
import type { Planned } from "./suite_options.ts";

const cases = readCases(
  "title: A test\ncases:\n" +
    "  - {id: noop, must: answer, send: NOOP, reply: 250}\n" +
    "  - {id: hostile, must: answer, risks: [hostile], send: NOOP, reply: 250}\n" +
    "  - {id: rcpt, must: answer, start: rcpt, send: NOOP, reply: 250}\n" +
    "  - {id: chunk, must: answer, requires: [CHUNKING], send: NOOP, reply: 250}\n",
);

/** Runs the cases; gives what was planned. */
async function planOf(script: Script, changes: SuiteChanges = {}): Promise<Planned[]> {
  const told: Planned[] = [];
  const onPlanned = (planned: Planned) => told.push(planned);
  await withServer(script, (server) => runCases(cases, targetAt(server), { ...changes, onPlanned }));
  return told;
}

Deno.test("runSuite() tells once what it will play, and no less time than the pauses take", async () => {
  const [planned, ...more] = await planOf({}, { lintIds: ["replies/lint/line-end"], delay: 2 });
  assertEquals(more, []);
  assertEquals([planned?.results, planned?.played, planned?.endpoints], [5, 3, 1]);
  assertEquals([planned?.longest.estimate.connections, planned?.longest.delay], [4, 2]);
  assert((planned?.longest.estimate.time ?? 0) >= 6);
});

Deno.test("runSuite() counts nothing as to be played that an obstacle stops", async () => {
  const [planned] = await planOf({ answers: { RCPT: "550 5.1.1 no" } });
  assertEquals([planned?.results, planned?.played], [4, 2]);
});
