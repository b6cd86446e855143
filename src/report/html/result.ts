/** One result: a line that opens to all that is known of it. */
import { showDuration } from "../../base/time.ts";
import { type Deviation, reasonOf } from "../../judge/deviation.ts";
import { againCommand, type Report, type Result, sentenceOf, whyKnown, wordingOf } from "../report.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { anchor, linkReference } from "./links.ts";
import { showWire, showWireText } from "./wire.ts";

/** Shows a result, closed; its id is the anchor to share. */
export function showResult(result: Result, report: Report): Markup {
  const { id, verdict, level, deviation, transcript, dropped } = result;
  return markup`<details class="result ${verdict}" id="${id}" data-verdict="${verdict}" data-level="${level}">
<summary><b class="verdict">${verdict}</b> <span class="id">${foreign(id)}</span> <span class="demand">${
    foreign(sentenceOf(result))
  }</span>${showBrief(result)}</summary>
<div class="whole">
<dl>
${showFacts(result, report)}</dl>
${deviation === null ? "" : showFrame(deviation)}${
    verdict === "pass" ? showWireText(transcript, dropped) : showWire(transcript, { event: deviation?.event, dropped })
  }${showFoot(result, report)}</div></details>
`;
}

/** What was received, beside a result that is no plain pass. */
function showBrief({ verdict, deviation, reason }: Result): Markup {
  const received = deviation?.received ?? reason;
  return verdict === "pass" || received === null
    ? markup``
    : markup` <span class="received">${octets(received)}</span>`;
}

/** The terms and their values, in the order in which a reader needs them. */
function showFacts(result: Result, report: Report): Markup {
  const { deviation, reason, why, notes, deviations, known } = result;
  const wording = wordingOf(result, report);
  const isSaid = reason === null || (deviation !== null && saysNoMore(reason, deviation));
  return markup`${[
    term("Demand", [foreign(sentenceOf(result))]),
    term("Reference", [...result.rfc.map(linkReference), ...(wording === undefined ? [] : [foreign(wording)])]),
    term("Requirement", result.requirement.map((id) => showRequirement(id, report, result.verdict))),
    term("Why", why === null ? [] : [foreign(why.replace(/\s+/g, " "))]),
    term("Expected", deviation?.expected.map(octets) ?? []),
    term("Received", deviation === null ? [] : [octets(deviation.received)]),
    term("Because", deviation?.because === undefined ? [] : [octets(deviation.because)]),
    term("Reason", isSaid ? [] : [octets(reason)]),
    term("Known", known === undefined ? [] : [foreign(whyKnown(known) ?? `${known.source.file}:${known.source.line}`)]),
    term("Note", [...notes, ...deviations.map(reasonOf)].map(octets)),
  ]}`;
}

/** Says whether a reason holds nothing but what the terms of its deviation show; version 1 had other words. */
function saysNoMore(reason: string, deviation: Deviation): boolean {
  return [reasonOf(deviation), `got ${deviation.received}`, deviation.because].includes(reason);
}

/** Links a requirement, and quotes it unless it was met: the table of requirements has it too. */
function showRequirement(id: string, { requirements }: Report, verdict: Result["verdict"]): Markup {
  const known = Object.hasOwn(requirements, id) ? requirements[id] : undefined;
  if (known !== undefined && verdict === "pass") return markup`<a href="${anchor(id)}">${id}</a>`;
  return known === undefined ? foreign(id) : markup`<a href="${anchor(id)}">${foreign(id)}</a> ${foreign(known.says)}`;
}

function term(name: string, values: readonly Markup[]): Markup {
  if (values.length === 0) return markup``;
  return markup`<dt>${name}</dt>${values.map((value) => markup`<dd>${value}</dd>`)}
`;
}

/** The line of the case file that was not met, with the part that is meant. */
function showFrame({ place, line, width }: Deviation): Markup {
  if (place.line === 0) return markup``;
  const from = place.column - 1;
  const [before, part, after] = [line.slice(0, from), line.slice(from, from + width), line.slice(from + width)];
  return markup`<figure class="case"><figcaption>${foreign(`${place.file}:${place.line}:${place.column}`)}</figcaption>
<pre><code>${before}<mark>${part}</mark>${after}</code></pre></figure>
`;
}

function showFoot(result: Result, report: Report): Markup {
  const { id, durationMs, attempts, endpoint } = result;
  return markup`<p class="again"><b>Run it again</b> <code>${againCommand(report, result)}</code></p>
<p class="foot"><a href="${anchor(id)}">Link to this result</a> · ${showDuration(durationMs)}${
    attempts > 1 ? ` · ${attempts} attempts` : ""
  }${endpoint === null ? "" : markup` · at ${foreign(endpoint)}`}</p>
`;
}
