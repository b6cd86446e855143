/** Reports in their files: whole or as they were, whatever stands in the way. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { problem } from "../base/problem.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import { checkReportFiles } from "./check_report_files.ts";
import { openEventStream } from "./event_stream.ts";
import { writeFile } from "./written_file.ts";
import { findPlace, pathsToWrite } from "./file_place.ts";
import { writeReports } from "./write_reports.ts";
import { reportOf } from "../testing/reports.ts";

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** Makes a symbolic link; Deno does so only for who may read and write everything. */
async function link(to: string, path: string): Promise<void> {
  const { success } = await new Deno.Command("bash", { args: ["-c", 'ln -s "$1" "$2"', "bash", to, path] }).output();
  assert(success);
}

function* failing(): Generator<string> {
  yield "half of ".repeat(10_000);
  throw new Deno.errors.WriteZero("No space left on device");
}

Deno.test("writeFile() leaves an old report as it was when a new one cannot be written whole", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/smtp.json`;
    await Deno.writeTextFile(file, "old and whole");
    await assertRejects(() => writeFile(file, failing()), Deno.errors.WriteZero);
    assertEquals(await Deno.readTextFile(file), "old and whole");
    assertEquals(namesIn(folder), ["smtp.json"]);
  });
});

Deno.test("writeFile() leaves no new file when a report cannot be written whole", async () => {
  await withFolder(async (folder) => {
    await assertRejects(() => writeFile(`${folder}/smtp.json`, failing()), Deno.errors.WriteZero);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("writeFile() writes what a symbolic link leads to, and keeps the link and the mode", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/real.json`;
    await Deno.writeTextFile(file, "old");
    await Deno.chmod(file, 0o600);
    await link("real.json", `${folder}/link.json`);
    await writeFile(`${folder}/link.json`, ["new"]);
    assertEquals(await Deno.readTextFile(file), "new");
    assert((await Deno.lstat(`${folder}/link.json`)).isSymlink);
    assertEquals(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
    assertEquals(namesIn(folder), ["link.json", "real.json"]);
  });
});

Deno.test("writeFile() does not follow a link that stands where it writes first", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/precious`, "kept");
    await link("precious", `${folder}/.smtp.json.smtpspec-part`);
    await writeFile(`${folder}/smtp.json`, ["new"]);
    assertEquals(await Deno.readTextFile(`${folder}/precious`), "kept");
    await link("nothing", `${folder}/.other.json.smtpspec-part`);
    await writeFile(`${folder}/other.json`, ["new"]);
    assertEquals(namesIn(folder), ["other.json", "precious", "smtp.json"]);
    assertEquals(await Deno.readTextFile(`${folder}/smtp.json`), "new");
  });
});

Deno.test("a device is written through, a regular or new file is not, and a link that leads nowhere is refused", async () => {
  await withFolder(async (folder) => {
    await link("nothing", `${folder}/loose`);
    assertEquals(await findPlace("/dev/null"), { path: "/dev/null", part: undefined });
    assertEquals(await findPlace(`${folder}/loose`), { path: `${folder}/loose`, part: undefined });
    assertEquals(await findPlace("new.json"), { path: "new.json", part: ".new.json.smtpspec-part" });
    await assertRejects(() => writeFile(`${folder}/loose`, ["new"]), Deno.errors.NotFound);
    const obstacle = await checkReportFiles([{ format: "json", file: `${folder}/loose` }], []);
    assertEquals(obstacle, `Cannot write "${folder}/loose": it is a link that leads nowhere`);
  });
});

Deno.test("pathsToWrite() gives the file of a report and what is written beside it", async () => {
  assertEquals(await pathsToWrite([{ file: undefined }, { file: "some/new.json" }, { file: "/dev/null" }]), [
    "some/new.json",
    "/dev/null",
    "some/new.json",
    "some/.new.json.smtpspec-part",
    "/dev/null",
  ]);
});

Deno.test("checkReportFiles() finds two reports for one file, and a report for a file that is read", async () => {
  await withFolder(async (folder) => {
    const request = (name: string) => ({ format: "json", file: `${folder}/${name}` });
    await Deno.writeTextFile(`${folder}/mx.yaml`, "ports: {mx: 25}");
    await link("mx.yaml", `${folder}/link.yaml`);
    await Deno.mkdir(`${folder}/sub`);
    const check = (...names: string[]) => checkReportFiles(names.map(request), [`${folder}/mx.yaml`, "smtp://mx.test"]);
    assertEquals(await check("a.json", "b.json"), undefined);
    assertEquals(
      await check("a.json", "sub/../a.json"),
      `Cannot write "${folder}/sub/../a.json": another report is to be written there`,
    );
    assertEquals(await check("mx.yaml"), `Cannot write "${folder}/mx.yaml": it is read in this run`);
    assertEquals(await check("link.yaml"), `Cannot write "${folder}/link.yaml": it is read in this run`);
    assertEquals(await check("sub"), `Cannot write "${folder}/sub": it is a folder`);
    assertEquals(await Deno.readTextFile(`${folder}/mx.yaml`), "ports: {mx: 25}");
    assertEquals(namesIn(folder), ["link.yaml", "mx.yaml", "sub"]);
  });
});

Deno.test("checkReportFiles() finds what the system does not let be written", async () => {
  await withFolder(async (folder) => {
    await link("two", `${folder}/one`);
    await link("one", `${folder}/two`);
    const check = (name: string) => checkReportFiles([{ format: "json", file: `${folder}/${name}` }], []);
    assertEquals(await check("one"), `Cannot write "${folder}/one": too many levels of symbolic links`);
    const long = "x".repeat(256);
    assertEquals(await check(long), `Cannot write "${folder}/${long}": file name too long`);
    assertEquals(namesIn(folder), ["one", "two"]);
  });
});

Deno.test("writeFile() writes a file whose name is as long as it can be", async () => {
  await withFolder(async (folder) => {
    const names = ["x".repeat(255), "y".repeat(241), "z".repeat(240), "é".repeat(127)].sort();
    for (const name of names) {
      const file = `${folder}/${name}`;
      assertEquals(await checkReportFiles([{ format: "json", file }], []), undefined);
      await writeFile(file, ["whole"]);
      assertEquals(await Deno.readTextFile(file), "whole");
    }
    assertEquals(namesIn(folder), names);
  });
});

Deno.test("checkReportFiles() finds a report that stands where another file is written first", async () => {
  await withFolder(async (folder) => {
    const request = (name: string) => ({ format: "json", file: `${folder}/${name}` });
    const [file, part] = ["h", ".h.smtpspec-part"];
    const clash = `"${folder}/${file}" is written there first`;
    assertEquals(
      await checkReportFiles([request(part), request(file)], []),
      `Cannot write "${folder}/${file}": ${clash}`,
    );
    assertEquals(
      await checkReportFiles([request(file), request(part)], []),
      `Cannot write "${folder}/${part}": ${clash}`,
    );
    assertEquals(
      await checkReportFiles([request(file)], [`${folder}/${part}`]),
      `Cannot write "${folder}/${file}": it is written to "${folder}/${part}" first, which is read in this run`,
    );
    assertEquals(namesIn(folder), []);
  });
});

/** Makes a FIFO. */
async function makeFifo(path: string): Promise<void> {
  const { success } = await new Deno.Command("bash", { args: ["-c", 'mkfifo "$1"', "bash", path] }).output();
  assert(success);
}

Deno.test("a FIFO that nobody reads is given up, and one that somebody reads is written", async () => {
  await withFolder(async (folder) => {
    const fifo = `${folder}/fifo`;
    await makeFifo(fifo);
    await inFastTime(100, async () => {
      await assertRejects(() => writeFile(fifo, ["whole"]), Deno.errors.TimedOut, "nobody reads it");
      assertEquals(
        await openEventStream([{ format: "ndjson", file: fifo }]),
        problem(`Cannot write "${fifo}": nobody reads it`),
      );
    });
    const reading = Deno.readTextFile(fifo);
    await writeFile(fifo, ["whole"]);
    assertEquals(await reading, "whole");
  });
});

Deno.test("writeReports() writes the other reports when one cannot be written", async () => {
  await withFolder(async (folder) => {
    const requests = [{ format: "json", file: `${folder}/none/smtp.json` }, {
      format: "tap",
      file: `${folder}/smtp.tap`,
    }];
    assertEquals(
      await writeReports(reportOf([]), requests, { isVerbose: false, isQuiet: false, isConsoleAdded: false }),
      false,
    );
    assert((await Deno.readTextFile(`${folder}/smtp.tap`)).startsWith("TAP version"));
  });
});
