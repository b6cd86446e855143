/** What was tested and how: the endpoints, what they offer, what TLS agreed on, and what the run was given. */
import { showDuration } from "../../base/time.ts";
import type { TlsFacts } from "../../wire/transcript.ts";
import { factLines } from "../facts.ts";
import type { Report, ReportEndpoint, ReportSanityCheck } from "../report.ts";
import { hintOf } from "../sanity_hint.ts";
import { showCounts } from "./counts.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { showWire } from "./wire.ts";

/** Shows target, time and counts. */
export function showHead({ target, startedAt, durationMs, suite, complete, summary }: Report): Markup {
  const cutShort = markup`<p class="alarm">The run was cut short: what is missing was not tested.</p>
`;
  return markup`<h1>${octets(target.name)}</h1>
<p>Tested by smtpspec ${suite.version} on <time datetime="${startedAt}">${showTime(startedAt)}</time> in ${
    showDuration(durationMs)
  }</p>
${complete ? "" : cutShort}${showCounts(summary)}`;
}

/** Writes a time of day, ISO 8601, for people. */
export function showTime(time: string): string {
  return time.replace("T", " ").replace(/(\.[0-9]+)?Z$/, " UTC");
}

/** Shows each sanity check that failed or met an obstacle: without it nothing, or not all, can be judged. */
export function showSanityChecks({ sanityChecks, target }: Report): Markup {
  const shown = sanityChecks.filter(({ passed, obstacles = [] }) => !passed || obstacles.length > 0);
  return markup`${shown.map((check) => showCheck(check, target))}`;
}

function showCheck(check: ReportSanityCheck, target: Report["target"]): Markup {
  const { endpoint, when, passed, reason, obstacles = [], transcript } = check;
  const what = passed ? "met an obstacle" : "failed";
  const hint = passed ? undefined : hintOf(check, target);
  const lines = [reason, ...obstacles].flatMap((line) => line === null ? [] : [markup`<p>${octets(line)}</p>\n`]);
  return markup`<section class="alarm"><h2>The ${when} sanity check ${what} at the endpoint ${foreign(endpoint)}</h2>
${lines}${hint === undefined ? "" : markup`<p>${foreign(hint)}</p>\n`}${
    showWire(transcript, { event: transcript.length - 1, dropped: 0 })
  }</section>
`;
}

/** Shows each endpoint with its offers and its certificate, and how the run was made. */
export function showTarget({ target, options, suite }: Report): Markup {
  const chosen = [
    ["Only", options.only],
    ["Left out", options.skip],
    ["Areas", options.areas],
    ["Cases of version", [options.suite].flatMap((each) => each ?? [])],
  ] as const;
  const rows: readonly (readonly [string, Markup | string])[] = [
    ["Client name", foreign(target.client)],
    ["Sender", foreign(target.from)],
    ["Recipient", foreign(target.rcpt ?? "none was given")],
    ["Also provided", foreign(target.fixtures.join(", ") || "nothing")],
    ["Allowed", foreign(options.allow.join(", ") || "nothing but what is safe")],
    ...chosen.flatMap(([name, list]) => list.length === 0 ? [] : [[name, foreign(list.join(", "))] as const]),
    ["Connections", `at most ${options.jobs} at once`],
    ["Command", markup`<code>${foreign(options.command)}</code>`],
    ["Case files", markup`SHA-256 <code>${suite.casesHash}</code>`],
  ];
  return markup`<section id="target"><h2>Target</h2>
${target.endpoints.map(showEndpoint)}<details><summary>How the run was made</summary>
<dl>
${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</details>
</section>
`;
}

/** Shows what was learnt by the way. */
export function showFacts(report: Report): Markup {
  const rows = factLines(report).map(({ endpoints, about, value, run }) =>
    markup`<tr><th scope="row">${foreign(about)}${
      endpoints === undefined ? "" : markup` <span class="dim">${foreign(endpoints)}</span>`
    }</th><td>${octets(value)}</td><td>${foreign(run ?? "")}</td></tr>\n`
  );
  if (rows.length === 0) return markup``;
  return markup`<section id="facts"><h2>Facts</h2>
<table>
<thead><tr><th scope="col">About</th><th scope="col">Value</th><th scope="col">Seen first in</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</section>
`;
}

const states: Readonly<Record<string, string>> = {
  plain: "without TLS",
  tls: "in TLS",
  auth: "after AUTH",
  "tls+auth": "in TLS, after AUTH",
};

function showEndpoint({ name, address, offer, tls }: ReportEndpoint): Markup {
  const offers = Object.entries(offer).map(([state, { greeting, keywords }]) =>
    markup`<dt>Offers ${states[state] ?? state}</dt><dd>${showKeywords(keywords)}</dd><dd class="dim">as ${
      octets(greeting)
    }</dd>\n`
  );
  return markup`<h3>${foreign(address)} <span class="dim">${foreign(name)}</span></h3>
<dl>
${offers}<dt>TLS</dt>${tls === null ? markup`<dd>none was agreed on</dd>` : showTls(tls)}
</dl>
`;
}

function showKeywords(keywords: readonly string[]): Markup {
  if (keywords.length === 0) return markup`nothing`;
  return markup`<ul class="words">${keywords.map((word) => markup`<li><code>${octets(word)}</code></li>`)}</ul>`;
}

function showTls(tls: TlsFacts): Markup {
  const doubts = [
    ...(tls.isTrusted ? [] : [`not trusted: ${tls.distrust ?? "no reason was given"}`]),
    ...(tls.isForName ? [] : ["not for the name that was asked for"]),
    ...(tls.isValidToday ? [] : ["not valid on the day of the run"]),
  ];
  const trust = doubts.length === 0
    ? markup`<dd>trusted, for this name, valid</dd>`
    : markup`${doubts.map((doubt) => markup`<dd class="doubt">${octets(doubt)}</dd>`)}`;
  const day = (date: string) => octets(date.replace(/T.*$/, ""));
  return markup`<dd>${octets(tls.protocol)}, ${octets(tls.cipher)}</dd>
<dt>Certificate</dt><dd>${octets(tls.subject)}${
    tls.names.length === 0 ? "" : markup` for ${octets(tls.names.join(", "))}`
  }, by ${octets(tls.issuer)}, ${day(tls.validFrom)} to ${day(tls.validTo)}</dd>
${trust}<dd class="dim">${octets(tls.fingerprint)}</dd>`;
}
