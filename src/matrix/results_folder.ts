/** The folder with the results of each server, and the page that is rendered from them. */
import { isProblem } from "../base/problem.ts";
import { compactReport } from "../report/compact.ts";
import { writeCompact } from "../report/compact_json.ts";
import { readReport, renderJson } from "../report/json.ts";
import { reporters } from "../report/reporter.ts";
import type { Report } from "../report/report.ts";
import { forPage } from "./page.ts";
import type { ServerSetup } from "./server_setup.ts";
import type { Entry } from "./ranking.ts";
import { renderTable } from "./table.ts";

/** Writes the results of a server as NAME.json. */
export async function writeResults(folder: string, setup: ServerSetup, report: Report): Promise<void> {
  const version = versionOf(setup, report);
  await Deno.writeTextFile(
    `${folder}/${setup.name}.json`,
    writeCompact(compactReport(report, { name: setup.name, version })),
  );
}

/** Writes the whole report of a server as pages/NAME.json, and a page of what did not pass as pages/NAME.html. */
export async function writePages(folder: string, { name }: ServerSetup, report: Report): Promise<void> {
  await Deno.mkdir(`${folder}/pages`, { recursive: true });
  await Deno.writeTextFile(`${folder}/pages/${name}.json`, renderJson(report));
  const html = reporters.get("html")?.render(forPage(report), { width: 80, isColored: false, isVerbose: false });
  if (html !== undefined) await Deno.writeTextFile(`${folder}/pages/${name}.html`, html);
}

/** Reads the results of a server; undefined when there are none. Rejects when they cannot be used. */
export async function readResults(folder: string, { name }: ServerSetup): Promise<Report | undefined> {
  const path = `${folder}/${name}.json`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const report = readReport(text);
  if (isProblem(report)) throw new Error(`Cannot use "${path}": ${report.message}`);
  return report;
}

/** Renders the page with the table from all results in the folder. */
export async function renderFolder(folder: string, setups: readonly ServerSetup[]): Promise<string> {
  return renderTable(await readEntries(folder, setups));
}

/** Reads the results of all servers in the folder. */
export async function readEntries(folder: string, setups: readonly ServerSetup[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const setup of setups) {
    const report = await readResults(folder, setup);
    entries.push({ setup, tested: report && { report, version: versionOf(setup, report) } });
  }
  return entries;
}

/** The name of a target is the title of its server and the version. */
function versionOf({ title }: ServerSetup, { target }: Report): string {
  return target.name.slice(title.length + 1);
}
