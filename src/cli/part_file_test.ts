/** Several runs that write the same report: each ends with a whole one, and none removes what another writes. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { nothing } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { endOf, smallCases, startSmtpspec, unbroken, withFolder } from "../testing/smtpspec_process.ts";
import { checkReportFiles } from "./check_report_files.ts";
import { claimPart, makePart } from "./part_file.ts";
import { writeFile } from "./written_file.ts";

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const runs = Array.from({ length: 12 }, (_, at) => `run ${at} `.repeat(20_000));

Deno.test("writeFile() writes a whole file when several write it at once", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/smtp.json`;
    await Promise.all(runs.map((text) => writeFile(file, [text.slice(0, 70_000), text.slice(70_000)])));
    assert(runs.includes(await Deno.readTextFile(file)), "the file is not as any of them wrote it");
    assertEquals(namesIn(folder), ["smtp.json"]);
  });
});

Deno.test("checkReportFiles() finds nothing wrong when several look at once, and leaves nothing", async () => {
  await withFolder(async (folder) => {
    const requests = [{ format: "json", file: `${folder}/smtp.json` }];
    const found = await Promise.all(runs.map(() => checkReportFiles(requests, [])));
    assertEquals(found.filter((each) => each !== undefined), []);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("checkReportFiles() removes no report that another run has written meanwhile", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/smtp.json`;
    const written = writeFile(file, ["whole"]);
    await Promise.all(runs.map(() => checkReportFiles([{ format: "json", file }], [])));
    await written;
    assertEquals(await Deno.readTextFile(file), "whole");
    assertEquals(namesIn(folder), ["smtp.json"]);
  });
});

Deno.test("claimPart() waits for who writes the part, and takes what a run that was killed has left", async () => {
  await withFolder(async (folder) => {
    const part = `${folder}/.smtp.json.smtpspec-part`;
    await Deno.writeTextFile(part, "half of");
    const first = await claimPart(part);
    assertEquals(await Deno.readTextFile(part), "");
    assertEquals(await makePart(part), undefined);
    const waiting = claimPart(part);
    await Deno.rename(part, `${folder}/smtp.json`);
    first.close();
    const second = await waiting;
    assertEquals(namesIn(folder), [".smtp.json.smtpspec-part", "smtp.json"]);
    second.close();
  });
});

Deno.test("smtpspec run exits 3 where another run streams to the same file, which stays as it is", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/events`;
    const [first, second] = await withServer({ answers: { VRFY: nothing } }, async (server) => {
      const options = ["--cases", smallCases, "--jobs", "1", "--report", `ndjson=${file}`];
      const command = ["run", `smtp://127.0.0.1:${server.port}`, "--rcpt", "alice@mx.test", ...options];
      const child = startSmtpspec(command);
      const end = endOf(child);
      await server.seen(/^VRFY/);
      const second = await smtpspec(command);
      child.kill("SIGINT");
      return [await end, second];
    });
    assertEquals([first?.code, second?.code], [130, 3]);
    assertStringIncludes(unbroken(second?.err ?? ""), `Cannot write "${file}": another run is writing it`);
    const lines = (await Deno.readTextFile(file)).trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals([lines[0].event, lines.at(-1).event], ["start", "end"]);
  });
});
