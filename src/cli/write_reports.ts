/** Writing reports to their files and to standard output. */
import type { Report } from "../report/report.ts";
import { reporters } from "../report/reporter.ts";
import type { ReportRequest } from "./flag_values.ts";
import { streamed } from "./event_stream.ts";
import { isOfTheSystem, printMessage, printOut } from "./print.ts";
import { columnsOf } from "./terminal.ts";
import { writeFile } from "./written_file.ts";

/** Renders and writes all that is requested; `isConsoleAdded`: console too, unless standard output is taken;
 * `isStreamed`: what is written during a run is there already. Files come first, so that a standard output to which
 * nothing can be written keeps nobody from them. Gives false when something could not be written. */
export async function writeReports(
  report: Report,
  requests: readonly ReportRequest[],
  options: {
    readonly isVerbose: boolean;
    readonly isQuiet: boolean;
    readonly isConsoleAdded: boolean;
    readonly isStreamed?: boolean;
  },
): Promise<boolean> {
  const isTaken = requests.some(({ file, format }) =>
    (file === undefined && format !== "github") || format === "console"
  );
  const all = isTaken || !options.isConsoleAdded ? requests : [{ format: "console", file: undefined }, ...requests];
  return await writeAll(
    all.filter(({ format }) => options.isStreamed !== true || format !== streamed),
    ({ format, file }) => {
      const isTerminal = file === undefined && Deno.stdout.isTerminal();
      const width = file === undefined ? columnsOf(Deno.stdout) : 80;
      const reporter = reporters.get(format);
      return reporter?.pieces?.(report) ??
        [
          reporter?.render(report, {
            width,
            isColored: isTerminal && !Deno.noColor,
            isVerbose: options.isVerbose,
            isQuiet: options.isQuiet,
          }) ??
            "",
        ];
    },
  );
}

/** Puts reports side by side in each format that is requested; one that cannot do that is passed over. */
export async function writeComparison(
  reports: readonly Report[],
  requests: readonly ReportRequest[],
): Promise<boolean> {
  return await writeAll(requests, ({ format }) => [reporters.get(format)?.compare?.(reports) ?? ""]);
}

/** Writes files, then standard output; what cannot be written is said, and keeps nothing else from being written. */
async function writeAll(
  requests: readonly ReportRequest[],
  piecesOf: (request: ReportRequest) => Iterable<string>,
): Promise<boolean> {
  let isWritten = true;
  const files = requests.filter(({ file }) => file !== undefined);
  for (const request of [...files, ...requests.filter(({ file }) => file === undefined)]) {
    const { file } = request;
    try {
      if (file === undefined) { for (const piece of piecesOf(request)) await printOut(piece); }
      else await writeFile(file, piecesOf(request));
    } catch (error) {
      if (!isOfTheSystem(error)) throw error;
      isWritten = false;
      await printMessage(
        "error",
        `Cannot write ${file === undefined ? "to standard output" : `"${file}"`}: ${error.message}`,
      );
    }
  }
  return isWritten;
}
