import { assertEquals, assertMatch } from "@std/assert";
import { nothing } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { endOf, smallCases, startSmtpspec, unbroken, withFolder } from "../testing/smtpspec_process.ts";

const runOn = (port: number, ...more: string[]) => [
  ...["run", `smtp://127.0.0.1:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases],
  ...more,
];
// deno-lint-ignore no-explicit-any -- lines of JSON of any kind
const read = (text: string): any[] => text.trimEnd().split("\n").map((line) => JSON.parse(line));

Deno.test("smtpspec run streams each result while the run goes on, and ends the stream when it is interrupted", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/events`;
    const code = await withServer({ answers: { VRFY: nothing } }, async (server) => {
      const child = startSmtpspec(runOn(server.port, "--jobs", "1", "--report", `ndjson=${file}`));
      const end = endOf(child);
      await server.seen(/^VRFY/);
      // The run waits for an answer that does not come: what came before is in the file already, in whole lines.
      const text = await Deno.readTextFile(file);
      assertMatch(text, /\n$/);
      const events = read(text);
      assertEquals(events.slice(0, 3).map(({ event }) => event), ["start", "sanityCheck", "endpoint"]);
      assertEquals(events.some(({ result }) => result?.id === "small/noop" && result.verdict === "pass"), true);
      assertEquals(events.some(({ event }) => event === "end"), false);
      child.kill("SIGINT");
      return (await end).code;
    });
    assertEquals(code, 130);
    const last = read(await Deno.readTextFile(file)).at(-1);
    assertEquals([last.event, last.complete], ["end", false]);
  });
});

Deno.test("smtpspec run streams to standard output what the report holds, and nothing else", async () => {
  await withFolder(async (folder) => {
    const { code, out, err } = await withServer(
      {},
      (server) => smtpspec(runOn(server.port, "--report", "ndjson", "--report", `json=${folder}/json`)),
    );
    assertEquals([code, err], [0, ""]);
    const events = read(out);
    const report = JSON.parse(await Deno.readTextFile(`${folder}/json`));
    const results = events.flatMap(({ event, result }) => event === "result" ? [result] : []);
    const byId = (one: { id: string }, other: { id: string }) => one.id < other.id ? -1 : 1;
    assertEquals(results.sort(byId), report.results.sort(byId));
    assertEquals(events.flatMap(({ sanityCheck }) => sanityCheck ?? []), report.sanityChecks);
    assertEquals(events.flatMap(({ endpoint }) => endpoint ?? []), report.target.endpoints);
    const { complete, durationMs, summary, facts } = report;
    assertEquals(events.at(-1), { event: "end", complete, durationMs, summary, facts });
    const rendered = read((await smtpspec(["render", `${folder}/json`, "--report", "ndjson"])).out);
    assertEquals([rendered[0], rendered.at(-1)], [events[0], events.at(-1)]);
    assertEquals(rendered.length, events.length);
  });
});

Deno.test("smtpspec run says before the run that a stream cannot be written", async () => {
  await withFolder(async (folder) => {
    const { code, err } = await smtpspec(["run", "smtp://127.0.0.1:9", "--report", `ndjson=${folder}/none/events`]);
    assertEquals(code, 3);
    assertMatch(unbroken(err), /^error: Cannot write ".*\/none\/events": there is no folder ".*\/none"/);
  });
});
