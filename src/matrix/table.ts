/** The page of the published reports: the table of servers and areas, and what they violate. Pure. */
import { caseOf } from "../case/coverage.ts";
import { plainLine, visible } from "../base/show.ts";
import { matchesGlob } from "../plan/select.ts";
import { byArea, countVerdicts, type Report, type Result, sentenceOf } from "../report/report.ts";
import type { ServerSetup } from "./server_setup.ts";

/** One row of the table: a server with its report, or the reason why there is none. */
export type Entry =
  | { readonly setup: ServerSetup; readonly report: Report; readonly file: string }
  | { readonly setup: ServerSetup; readonly absent: string };
type Tested = Extract<Entry, { readonly report: Report }>;

const intro = `# Real mail servers under smtpspec

Each server ran on loopback as Debian or npm packages it, with its own defaults wherever the suite can live with them;
limits on errors and connections are lifted, and DNS is refused. \`deno task matrix\` makes this page anew
(\`--help\` says what it needs). A server is configured in \`src/matrix/servers/\`.

A **fail** is a MUST or MUST NOT of an RFC that the server did not keep, with the transcript to show it; a **warn** is a
SHOULD, or a right answer with another code than the RFC names; *inconclusive* could not be judged; *skip* was not offered
by the server, or there was no occasion for it. No server of the world keeps all of it, and a fail says nothing about how
good a server is at mail: read what it is. Each case that fails or warns here has been read against the text of its RFC.

To see a result again: \`deno task matrix --only NAME --serve\` prints the path of a target file for
\`deno task smtpspec run\`.
`;

const outro = `## The other files here

The JSON reports hold all verdicts and deviations, for \`smtpspec diff\` and the like; the pages hold the transcripts of all
that did not pass. \`deno task demo\` writes \`demo.html\` and \`demo.json\` here. \`console.png\` and \`html.png\` show such
reports in the project's README.
`;

/** Renders the page, in Markdown. */
export function renderTable(entries: readonly Entry[]): string {
  const tested = entries.filter((entry): entry is Tested => "report" in entry);
  return [
    intro,
    summaryTable(entries),
    areaTable(tested),
    "## What is not kept\n",
    ...tested.map(violations),
    outro,
  ].join("\n");
}

function summaryTable(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    if (!("report" in entry)) return row([entry.setup.title, "", "", "", "", "", "", cell(entry.absent)]);
    const { setup, report: { summary, target }, file } = entry;
    const version = target.name.slice(setup.title.length + 1);
    const { pass, warn, fail, inconclusive, skip } = summary;
    const links = `[page](${file}.html), [JSON](${file}.json)`;
    return row([`[${setup.title}](#${anchor(setup)})`, version, pass, warn, fail, inconclusive, skip, links]);
  });
  return table(["server", "version", "pass", "warn", "fail", "inconclusive", "skip", "report"], rows);
}

/** Counts of fails and warnings, by area and server. */
function areaTable(tested: readonly Tested[]): string {
  const areas = new Map(tested.map(({ setup, report }) => [setup.name, byArea(report.results)] as const));
  const names = [...new Set([...areas.values()].flatMap((each) => [...each.keys()]))].sort();
  const rows = names.map((area) =>
    row([area, ...tested.map(({ setup }) => tellArea(areas.get(setup.name)?.get(area) ?? []))])
  );
  return "Fails by area; warnings behind a plus, `·` where nothing could be judged:\n\n" +
    table(["", ...tested.map(({ setup }) => setup.name)], rows);
}

function tellArea(results: readonly Result[]): string {
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
    ...cases.length === 0 ? ["No MUST or MUST NOT that the suite tests was violated.\n"] : [],
    ...cases.map(([id, results]) => violation(id, results, setup)),
    "",
  ].join("\n");
}

function violation(id: string, results: readonly Result[], setup: ServerSetup): string {
  const [first] = results;
  if (first === undefined) return "";
  const variants = results.flatMap((result) => /\[(.*)\]/.exec(result.id)?.[1] ?? []);
  const settings = setup.settings?.filter(({ cases }) => matchesGlob(cases, id)) ?? [];
  const list = variants.length === 0 ? "" : ` (${variants.map(plainLine).join(", ")})`;
  const reason = first.reason === null ? "" : ` ${cell(first.reason)}:`;
  return `- ${cell(sentenceOf(first))} (${first.rfc.join(", ")}). \`${id}\`${list}.${reason} ${shown(first)}.${
    settings.map(({ description }) => ` *${description}*`).join("")
  }`;
}

/** The line of the transcript on which the verdict rests, or the last one that the server said. */
function shown({ deviation, transcript }: Result): string {
  const event = deviation === null ? undefined : transcript[deviation.event];
  const said = event?.kind === "received" ? event : transcript.findLast(({ kind }) => kind === "received");
  if (said?.kind !== "received") return `\`${code(deviation?.received ?? "nothing")}\``;
  return `\`S: ${code(said.text)}\``;
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
