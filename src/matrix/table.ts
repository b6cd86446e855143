/** The page of the results: the tables of servers and areas, and what each server violates. Pure. */
import { byArea, countVerdicts, type Result } from "../report/report.ts";
import { casesWith, type Entry, findingsIn, rank } from "./ranking.ts";
import type { ServerSetup } from "./server_setup.ts";
import { renderViolations } from "./violations.ts";

const intro = `# Real mail servers under smtpspec

Each server ran on loopback as Debian or npm packages it, with its own defaults wherever the suite can work with them;
limits on errors and connections are lifted, and there is no DNS. \`deno task matrix\` tests them and renders this page
(\`--help\` lists what it needs). A server is configured in \`src/matrix/servers/\`.

A **fail** is a MUST or MUST NOT of an RFC that the server violated. A **warn** is a SHOULD that it did not follow, or a
tolerated reply: the right class with another code than the RFC names. *Inconclusive* could not be judged; *skip* means
that the server does not offer what is tested, or that the case does not apply.

A *finding* is what one acts on: failures with one cause, in all variants and cases that show it; the verdicts count each
variant. The servers stand in the order of their findings. A server that offers little is tested in little, and the number
does not measure how good a server is at mail: read what they are. The findings of a server stand in the order of their
impact: security, loss of mail, interoperability, form. Each case that fails or warns here has been checked against the
text of its RFC. Where a setting is known to end or to decide a finding, the page names it, and where the server documents
it; the report of \`smtpspec run\` does the same.

\`deno task matrix --only NAME --pages\` writes a page with the transcripts of all that did not pass to \`pages/\`. To
reproduce one result, \`deno task matrix --only NAME --serve\` starts the server and prints the path of a target file for
\`deno task smtpspec run\`.
`;

const outro = `## The other files here

\`NAME.json\` holds the results of a server in the compact form of a report: the verdict of each case in one letter, and
of what did not pass what was expected and received. \`smtpspec diff\` and \`smtpspec render\` read it. \`deno task demo\`
writes \`demo.html\` and \`demo.json\` here.
`;

const toolsIntro =
  `Made for tests and development, and not to be mail servers: they take what a mail server has to refuse.
`;

/** Renders the page, in Markdown. */
export function renderTable(entries: readonly Entry[]): string {
  const ranked = rank(entries);
  const servers = ranked.filter(({ setup }) => setup.isTool !== true);
  const tools = ranked.filter(({ setup }) => setup.isTool === true);
  return [
    intro,
    ...tables(servers),
    ...tools.length === 0 ? [] : ["## Tools for development\n", toolsIntro, ...tables(tools)],
    "## Violations\n",
    ...violations(servers),
    ...tools.length === 0 ? [] : ["## Violations of the tools\n", ...violations(tools)],
    outro,
  ].join("\n");
}

function tables(entries: readonly Entry[]): string[] {
  return [summaryTable(entries), areaTable(entries)];
}

function violations(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ setup, tested }) => tested === undefined ? [] : [renderViolations(setup, tested)]);
}

function summaryTable(entries: readonly Entry[]): string {
  const rows = entries.map(({ setup, tested }) => {
    if (tested === undefined) return row([setup.title, "not tested yet", "", "", "", "", "", "", ""]);
    const { summary } = tested.report;
    const { pass, warn, fail, inconclusive, skip } = summary;
    const findings = findingsIn(setup, tested).filter(({ verdict }) => verdict === "fail").length;
    const link = `[${setup.name}.json](${setup.name}.json)`;
    const name = `[${setup.title}](#${anchor(setup)})`;
    return row([name, tested.version, findings, fail, warn, pass, inconclusive, skip, link]);
  });
  return table(
    ["server", "version", "findings", "fail", "warn", "pass", "inconclusive", "skip", "results"],
    rows,
  );
}

/** Counts of cases that fail and of others that warn, by area and server. */
function areaTable(entries: readonly Entry[]): string {
  const tested = entries.flatMap(({ setup, tested }) => tested === undefined ? [] : [{ setup, report: tested.report }]);
  const areas = new Map(tested.map(({ setup, report }) => [setup.name, byArea(report.results)] as const));
  const names = [...new Set([...areas.values()].flatMap((each) => [...each.keys()]))].sort();
  const rows = names.map((area) =>
    row([area, ...tested.map(({ setup }) => formatArea(areas.get(setup.name)?.get(area) ?? []))])
  );
  return "Cases that fail by area, then `+` and those that only warn; `·` where nothing could be judged:\n\n" +
    table(["", ...tested.map(({ setup }) => setup.name)], rows);
}

function formatArea(results: readonly Result[]): string {
  const { pass, warn, fail } = countVerdicts(results);
  if (pass + warn + fail === 0) return "·";
  const failed = casesWith("fail", results);
  const warned = [...casesWith("warn", results).keys()].filter((id) => !failed.has(id));
  return [failed.size > 0 ? `**${failed.size}**` : "0", ...warned.length > 0 ? [`+${warned.length}`] : []].join(" ");
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
