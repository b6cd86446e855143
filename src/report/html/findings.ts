/** The findings: what a reader is to act on, the worst first, each with its transcript. */
import { weighFinding, writeRemedy } from "../findings/describe.ts";
import { type Finding, nameFinding, nameResults, resultsOf } from "../findings/finding.ts";
import { findingsOf } from "../findings/findings.ts";
import { type Report, sentenceOf } from "../report.ts";
import { anchor, linkReference } from "./links.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { showWire } from "./wire.ts";

/** Shows the findings that fail, then those that only warn. */
export function showFindings(report: Report): Markup {
  const findings = findingsOf(report).map((finding, index) => ({ finding, number: index + 1 }));
  const failed = findings.filter(({ finding }) => finding.verdict !== "warn");
  const warned = findings.filter(({ finding }) => finding.verdict === "warn");
  if (findings.length === 0) return markup``;
  const failures = failed.length === 0 ? "" : markup`<ol class="findings">
${failed.map(({ finding }) => showFinding(finding, report))}</ol>
`;
  const warnings = warned.length === 0
    ? ""
    : markup`<details><summary>${
      warned.length === 1 ? "1 finding that only warns" : `${warned.length} findings that only warn`
    }</summary>
<ol class="findings" start="${failed.length + 1}">
${warned.map(({ finding }) => showFinding(finding, report))}</ol>
</details>
`;
  return markup`<section id="findings"><h2>Findings</h2>
${failures}${warnings}</section>
`;
}

function showFinding(finding: Finding, report: Report): Markup {
  const { verdict, remedies, received, because, rfc, again } = finding;
  const weight = weighFinding(finding);
  const facts = [
    ...remedies.map((remedy) => markup`<dt>Remedy</dt><dd class="remedy">${code(writeRemedy(remedy, finding))}</dd>\n`),
    ...(received === null ? [] : [markup`<dt>Received</dt><dd class="received">${octets(received)}</dd>\n`]),
    ...(because === null
      ? []
      : [markup`<dt>${received === null ? "Reason" : "Because"}</dt><dd>${octets(because)}</dd>\n`]),
  ];
  return markup`<li><b class="${verdict}">${foreign(sentenceOf(finding))}</b> <span class="dim">${
    weight === "" ? "" : `${weight}; `
  }${rfc.map((reference, index) => markup`${index === 0 ? "" : ", "}${linkReference(reference)}`)}</span><br>
<a class="id" href="${anchor(finding.shownBy)}">${foreign(nameFinding(finding))}</a>
<dl>
${facts}</dl>
${showResults(finding)}${showEvidence(finding, report)}<p class="again"><b>Run it again</b> <code>${again}</code></p>
</li>
`;
}

/** Names all results of a finding that has several. */
function showResults(finding: Finding): Markup {
  const { length } = resultsOf(finding);
  if (length === 1) return markup``;
  return markup`<details><summary>All ${length} results</summary>
<ul>
${finding.cases.map((each) => markup`<li class="id">${foreign(nameResults(each))}</li>\n`)}</ul>
</details>
`;
}

function showEvidence({ shownBy, expected }: Finding, { results }: Report): Markup {
  const result = results.find(({ id }) => id === shownBy);
  if (result === undefined || result.transcript.length === 0) return markup``;
  const { transcript, dropped, deviation } = result;
  const wanted = expected.length === 0
    ? ""
    : markup`<dl><dt>Expected</dt>${expected.map((each) => markup`<dd>${octets(each)}</dd>`)}</dl>
`;
  return markup`<details><summary>Transcript</summary>
${wanted}${showWire(transcript, { event: deviation?.event, dropped })}</details>
`;
}

/** Sets what stands between grave accents as code. */
function code(markdown: string): Markup {
  return markup`${
    markdown.split("`").map((part, index) => index % 2 === 1 ? markup`<code>${part}</code>` : foreign(part))
  }`;
}
