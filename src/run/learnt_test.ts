import { assertEquals, assertMatch } from "@std/assert";
import { close, pause } from "../peer/script.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const cases = readCases(
  "title: t\ncases:\n  - {id: many, must: answer, start: ehlo, repeat: {times: 30}, send: VRFY a, reply: 252}\n",
);

Deno.test("runSuite() reports what it learnt by the way: sizes, the greeting, the end of a session", async () => {
  const report = await withServer({
    offers: ["SIZE 12345", "LIMITS RCPTMAX=50"],
    answers: {
      connect: [pause(30), "220 mx.test"],
      VRFY: ({ turn }) => turn < 20 ? "252 ok" : ["421 4.3.0 enough", close("fin")],
    },
  }, (server) => runCases(cases, targetAt(server)));
  const facts = new Map(report.facts?.map(({ about, value }) => [about, value]));
  assertEquals(facts.get("size of a message"), "12345 octets, by SIZE");
  assertEquals(facts.get("recipients of a message"), "50 by LIMITS");
  assertMatch(facts.get("greeting") ?? "", /^after [0-9.]+ m?s at the earliest/);
  assertMatch(facts.get("commands of a session") ?? "", /^421 4\.3\.0 enough, once, after 22 commands$/);
});
