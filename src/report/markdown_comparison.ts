/** Several reports as one Markdown table: servers as columns, the cases that differ as rows. */
import { verdicts } from "../judge/verdict.ts";
import { compareReports, type Row, wordOf } from "./comparison.ts";
import { partByHost } from "./by_host.ts";
import { code, tableRow } from "./markdown_text.ts";
import { countVerdicts, type Report, type Result } from "./report.ts";

const mostOctets = 1_000_000; // our choice, as for one report: GitHub accepts 1,048,576
const mostServers = 40; // our choice: what a table can still show

/** Renders reports of several servers side by side, in at most a million octets. */
export function renderMarkdownComparison(reports: readonly Report[]): string {
  const parts = reports.flatMap(partByHost);
  const { columns, areas } = compareReports(parts.slice(0, mostServers));
  const names = columns.map(({ name }) => code(name, 100));
  const shown = verdicts.filter((verdict) => columns.some(({ report }) => report.summary[verdict] > 0));
  const line = () => tableRow(["---", ...columns.map(() => "---")]);
  const head = [
    `# smtpspec: ${reports.length} reports compared`,
    ...(parts.length > mostServers ? [`Only the first ${mostServers} are shown.`] : []),
    [
      tableRow(["", ...names]),
      line(),
      ...shown.map((verdict) => tableRow([verdict, ...columns.map(({ report }) => String(report.summary[verdict]))])),
    ].join("\n"),
    "## Failures and warnings by area",
    [
      tableRow(["area", ...names]),
      line(),
      ...[...areas].map(([area, rows]) => tableRow([code(area, 100), ...columns.map((_, index) => sum(rows, index))])),
    ].join("\n"),
  ];
  const rows = [...areas.values()].flat();
  const different = rows.filter(({ isDifferent }) => isDifferent);
  const title = `## Cases that differ (${different.length} of ${rows.length})`;
  if (different.length === 0) return [...head, title].join("\n\n") + "\n";
  const lines = [tableRow(["case", ...names]), line()];
  let left = mostOctets - octetsOf([...head, title, ...lines].join("\n\n")) - 1000;
  const lined = different.map(({ any, cells }) => tableRow([code(any.id, 300), ...cells.map(word)]));
  const fitting = lined.findIndex((row) => (left -= octetsOf(row) + 1) < 0);
  const kept = fitting === -1 ? lined : lined.slice(0, fitting);
  const rest = lined.length - kept.length;
  return [
    ...head,
    title,
    [...lines, ...kept].join("\n"),
    ...(rest === 0 ? [] : [`${rest} more do not fit here; the HTML comparison has them.`]),
  ].join("\n\n") + "\n";
}

const octetsOf = (text: string) => new TextEncoder().encode(text).length;

function sum(rows: readonly Row[], index: number): string {
  const { fail, warn } = countVerdicts(rows.flatMap(({ cells }) => cells[index] ?? []));
  const words = [...(fail > 0 ? [`**${fail} fail**`] : []), ...(warn > 0 ? [`${warn} warn`] : [])];
  return words.join(", ") || "none";
}

function word(cell: Result | undefined): string {
  return cell?.verdict === "fail" ? "**fail**" : wordOf(cell);
}
