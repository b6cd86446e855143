/** The folder of the published reports. */
import { plainJson } from "../base/show.ts";
import { readReport } from "../report/json.ts";
import { reporters } from "../report/reporter.ts";
import type { Report } from "../report/report.ts";
import type { ServerSetup } from "./server_setup.ts";
import { forPage, forTools } from "./slim.ts";
import { type Entry, renderTable } from "./table.ts";

/** Puts a server's report in the place of those that stand there for it. */
export async function publish(folder: string, setup: ServerSetup, report: Report): Promise<void> {
  const name = `${setup.name}-${report.target.name.slice(setup.title.length + 1)}`;
  for (const file of await reportFiles(folder, setup)) {
    for (const ending of ["json", "html"]) await removeFile(`${folder}/${file}.${ending}`);
  }
  await Deno.writeTextFile(`${folder}/${name}.json`, writeLines(forTools(report)));
  const html = reporters.get("html")?.render(forPage(report), { width: 80, isColored: false, isVerbose: false });
  if (html !== undefined) await Deno.writeTextFile(`${folder}/${name}.html`, html);
}

/** Writes a report as JSON with one result a line: small, and a change shows as a line. */
function writeLines({ results, ...rest }: Report): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return plainJson(`${head},"results":[\n${results.map((result) => JSON.stringify(result)).join(",\n")}\n]}`) + "\n";
}

/** Reads the report that is published for a server; undefined when there is none. */
export async function readPublished(
  folder: string,
  setup: ServerSetup,
): Promise<{ readonly report: Report; readonly file: string } | undefined> {
  const [file] = await reportFiles(folder, setup);
  if (file === undefined) return undefined;
  const report = readReport(await Deno.readTextFile(`${folder}/${file}.json`));
  if (typeof report === "string") throw new Error(`Cannot use ${folder}/${file}.json: ${report}`);
  return { report, file };
}

/** Writes the page with the table, of all reports in the folder; `absent` says why a server has none. */
export async function writeTable(
  folder: string,
  setups: readonly ServerSetup[],
  absent: ReadonlyMap<string, string>,
): Promise<void> {
  const entries: Entry[] = [];
  for (const setup of setups) {
    const published = await readPublished(folder, setup);
    entries.push(
      published === undefined ? { setup, absent: absent.get(setup.name) ?? "not tested yet" } : { setup, ...published },
    );
  }
  await Deno.writeTextFile(`${folder}/README.md`, renderTable(entries));
}

/** The names of a server's reports without their endings: its name and a version, which begins with a digit. */
async function reportFiles(folder: string, { name }: ServerSetup): Promise<string[]> {
  const files: string[] = [];
  for await (const { name: file } of Deno.readDir(folder)) {
    const stem = file.replace(/\.json$/, "");
    if (stem !== file && stem.startsWith(`${name}-`) && /^\d/.test(stem.slice(name.length + 1))) files.push(stem);
  }
  return files.sort();
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
