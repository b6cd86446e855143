/** The page of the results: the table of servers and areas, and what each server violates. Pure. */
import { caseOf } from "../case/coverage.ts";
import { plainLine, visible } from "../base/show.ts";
import { matchesGlob } from "../plan/select.ts";
import { byArea, countVerdicts, type Report, type Result, sentenceOf } from "../report/report.ts";
import type { ServerSetup } from "./server_setup.ts";

/** One row of the table: a server with its results, or without where it was not tested. */
export interface Entry {
  readonly setup: ServerSetup;
  readonly tested: { readonly report: Report; readonly version: string } | undefined;
}

/** A server that was tested. */
interface Tested {
  readonly setup: ServerSetup;
  readonly report: Report;
}

const intro = `# Real mail servers under smtpspec

Each server ran on loopback as Debian or npm packages it, with its own defaults wherever the suite can work with them;
limits on errors and connections are lifted, and there is no DNS. \`deno task matrix\` tests them and renders this page
(\`--help\` lists what it needs). A server is configured in \`src/matrix/servers/\`.

A **fail** is a MUST or MUST NOT of an RFC that the server violated. A **warn** is a SHOULD that it did not follow, or a
tolerated reply: the right class with another code than the RFC names. *Inconclusive* could not be judged; *skip* means
that the server does not offer what is tested, or that the case does not apply. No server passes all of it, and the
number of fails does not measure how good a server is at mail: read what they are. Each case that fails or warns here
has been checked against the text of its RFC.

\`deno task matrix --only NAME --pages\` writes a page with the transcripts of all that did not pass to \`pages/\`. To
reproduce one result, \`deno task matrix --only NAME --serve\` starts the server and prints the path of a target file for
\`deno task smtpspec run\`.
`;

const outro = `## The other files here

\`NAME.json\` holds the results of a server in the compact form of a report: the verdict of each case in one letter, and
of what did not pass what was expected and received. \`smtpspec diff\` and \`smtpspec render\` read it. \`deno task demo\`
writes \`demo.html\` and \`demo.json\` here.
`;

/** Renders the page, in Markdown. */
export function renderTable(entries: readonly Entry[]): string {
  const tested = entries.flatMap(({ setup, tested }) => tested === undefined ? [] : [{ setup, report: tested.report }]);
  return [
    intro,
    summaryTable(entries),
    areaTable(tested),
    "## Violations\n",
    ...tested.map(violations),
    outro,
  ].join("\n");
}

function summaryTable(entries: readonly Entry[]): string {
  const rows = entries.map(({ setup, tested }) => {
    if (tested === undefined) return row([setup.title, "not tested yet", "", "", "", "", "", ""]);
    const { pass, warn, fail, inconclusive, skip } = tested.report.summary;
    const link = `[${setup.name}.json](${setup.name}.json)`;
    return row([`[${setup.title}](#${anchor(setup)})`, tested.version, pass, warn, fail, inconclusive, skip, link]);
  });
  return table(["server", "version", "pass", "warn", "fail", "inconclusive", "skip", "results"], rows);
}

/** Counts of fails and warnings, by area and server. */
function areaTable(tested: readonly Tested[]): string {
  const areas = new Map(tested.map(({ setup, report }) => [setup.name, byArea(report.results)] as const));
  const names = [...new Set([...areas.values()].flatMap((each) => [...each.keys()]))].sort();
  const rows = names.map((area) =>
    row([area, ...tested.map(({ setup }) => formatArea(areas.get(setup.name)?.get(area) ?? []))])
  );
  return "Fails by area, then `+` and the warnings; `·` where nothing could be judged:\n\n" +
    table(["", ...tested.map(({ setup }) => setup.name)], rows);
}

function formatArea(results: readonly Result[]): string {
  const { pass, warn, fail } = countVerdicts(results);
  if (pass + warn + fail === 0) return "·";
  return [fail > 0 ? `**${fail}**` : "0", ...warn > 0 ? [`+${warn}`] : []].join(" ");
}

/** Lists what a server violates: one item a case, its variants together, with the answer that shows it. */
function violations({ setup, report }: Tested): string {
  const fails = report.results.filter(({ verdict }) => verdict === "fail");
  const cases = [...Map.groupBy(fails, ({ id }) => caseOf(id))];
  return [
    `### ${setup.title}`,
    "",
    ...setup.description.map((paragraph) => `${paragraph}\n`),
    ...cases.length === 0 ? ["It violated no MUST or MUST NOT that the suite tests.\n"] : [],
    ...cases.map(([id, results]) => violation(id, results, setup)),
    "",
  ].join("\n");
}

function violation(id: string, results: readonly Result[], setup: ServerSetup): string {
  const [first] = results;
  if (first === undefined) return "";
  const variants = results.flatMap((result) => /\[(.*)\]/.exec(result.id)?.[1] ?? []);
  const list = variants.length === 0 ? "" : ` (${variants.map(plainLine).join(", ")})`;
  const settings = setup.settings?.filter(({ cases }) => matchesGlob(cases, id)) ?? [];
  return `- ${cell(sentenceOf(first))} (${first.rfc.join(", ")}). \`${id}\`${list}. ${received(first)}.${
    settings.map(({ description }) => ` *${description}*`).join("")
  }`;
}

/** What was received, and why it is wrong where the case says so. */
function received({ deviation, reason }: Result): string {
  if (deviation === null) return cell(reason ?? "No reason was recorded");
  const why = deviation.because === undefined ? "" : `: ${cell(deviation.because)}`;
  return `Received \`${code(deviation.received)}\`${why}`;
}

const longest = 100; // our choice: one line of a page

function code(escaped: string): string {
  const text = plainLine(visible(escaped)).replaceAll("`", "'");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Text of a cell: no markup of a server's, no end of the cell. */
function cell(text: string): string {
  return plainLine(text).replace(/[\\`*_[\]<>|]/g, "\\$&");
}

function anchor({ title }: ServerSetup): string {
  return title.toLowerCase().replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-");
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(head), row(head.map((_, index) => index === 0 ? "---" : "--:")), ...rows, ""].join("\n");
}
