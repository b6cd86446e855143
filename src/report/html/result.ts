/** One result: a line that opens to all that is known of it. */
import { showDuration } from "../../base/time.ts";
import type { Finding } from "../../judge/finding.ts";
import { againCommand, type Report, type Result, sentenceOf, whyKnown } from "../report.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { anchor, linkReference } from "./links.ts";
import { showWire } from "./wire.ts";

/** Shows a result, closed; its id is the anchor to share. */
export function showResult(result: Result, report: Report): Markup {
  const { id, verdict, level, finding, transcript, dropped } = result;
  return markup`<details class="result ${verdict}" id="${id}" data-verdict="${verdict}" data-level="${level}">
<summary><b class="verdict">${verdict}</b> <span class="id">${foreign(id)}</span> <span class="demand">${
    foreign(sentenceOf(result))
  }</span>${showBrief(result)}</summary>
<div class="whole">
<dl>
${showFacts(result, report)}</dl>
${finding === null ? "" : showFrame(finding)}${showWire(transcript, { event: finding?.event, dropped })}${
    showFoot(result, report)
  }</div></details>
`;
}

/** What came, beside a result that did not simply pass. */
function showBrief({ verdict, finding, reason }: Result): Markup {
  const came = finding?.saw ?? reason;
  return verdict === "pass" || came === null ? markup`` : markup` <span class="came">${octets(came)}</span>`;
}

/** The terms and their values, in the order in which a reader needs them. */
function showFacts(result: Result, report: Report): Markup {
  const { finding, reason, why, notes, findings, known } = result;
  const isSaid = reason === null || reason === `got ${finding?.saw}` || reason === finding?.because;
  return markup`${[
    term("Demand", [foreign(sentenceOf(result))]),
    term("Reference", result.rfc.map(linkReference)),
    term("Requirement", result.requirement.map((id) => showRequirement(id, report))),
    term("Why", why === null ? [] : [foreign(why.replace(/\s+/g, " "))]),
    term("Accepted", finding?.expected.map(octets) ?? []),
    term("Came", finding === null ? [] : [octets(finding.saw)]),
    term("Because", finding?.because === undefined ? [] : [octets(finding.because)]),
    term("Reason", isSaid ? [] : [octets(reason)]),
    term("Known", known === undefined ? [] : [foreign(whyKnown(known) ?? `${known.source.file}:${known.source.line}`)]),
    term("Note", [...notes, ...findings.map(({ because, saw }) => because ?? `got ${saw}`)].map(octets)),
  ]}`;
}

function showRequirement(id: string, { requirements }: Report): Markup {
  const known = Object.hasOwn(requirements, id) ? requirements[id] : undefined;
  return known === undefined ? foreign(id) : markup`<a href="${anchor(id)}">${foreign(id)}</a> ${foreign(known.says)}`;
}

function term(name: string, values: readonly Markup[]): Markup {
  if (values.length === 0) return markup``;
  return markup`<dt>${name}</dt>${values.map((value) => markup`<dd>${value}</dd>`)}
`;
}

/** The line of the case file that was not met, with the part that is meant. */
function showFrame({ place, line, width }: Finding): Markup {
  if (place.line === 0) return markup``;
  const from = place.column - 1;
  const [before, part, after] = [line.slice(0, from), line.slice(from, from + width), line.slice(from + width)];
  return markup`<figure class="case"><figcaption>${foreign(`${place.file}:${place.line}:${place.column}`)}</figcaption>
<pre><code>${before}<mark>${part}</mark>${after}</code></pre></figure>
`;
}

function showFoot(result: Result, report: Report): Markup {
  const { id, durationMs, attempts, port } = result;
  return markup`<p class="again"><b>Run it again</b> <code>${againCommand(report, result)}</code></p>
<p class="foot"><a href="${anchor(id)}">Link to this result</a> · ${showDuration(durationMs)}${
    attempts > 1 ? ` · ${attempts} attempts` : ""
  }${port === null ? "" : ` · port for ${port}`}</p>
`;
}
