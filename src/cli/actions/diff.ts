/** Comparing two saved reports. */
import { diffReports, findsFault } from "../../gate/diff.ts";
import { renderDiff } from "../../gate/diff_text.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { findReport } from "../find_report.ts";
import { printMessage, printOut } from "../print.ts";
import { columnsOf } from "../terminal.ts";

/** Compares two saved reports; a regression gives the exit code of a failure. */
export async function compareReports(
  before: string,
  after: string,
  options: { readonly isStrict: boolean },
): Promise<number> {
  const old = await findReport(before);
  if (typeof old === "number") return old;
  const latest = await findReport(after);
  if (typeof latest === "number") return latest;
  const diff = diffReports(old, latest);
  await printOut(renderDiff(diff, columnsOf(Deno.stdout)));
  if (diff.worse.length === 0 && findsFault(diff, options)) {
    await printMessage("error", "With --strict, a failure that is judged for the first time counts");
  }
  return findsFault(diff, options) ? exitCodes.failures : exitCodes.conforms;
}
