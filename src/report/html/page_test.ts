/** Pages as text: well formed whatever a server said, with nothing that runs but our own script, and complete. */
import { assert, assertEquals, assertStringIncludes, fail } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import { namesIn, readData } from "../../testing/golden.ts";
import { findHtmlFault } from "../../testing/html.ts";
import { readReport } from "../json.ts";
import { againCommand, type Report, sentenceOf } from "../report.ts";
import { transcriptLines } from "../transcript_text.ts";
import { escapeHtml, markup, octets } from "./markup.ts";
import { addressOf } from "../references.ts";
import { anchor } from "./links.ts";
import { renderHtml } from "./report_page.ts";
import { showResult } from "./result.ts";
import { findingsOf } from "../findings/findings.ts";

const names = namesIn("reports", ".json");

function load(name: string): Report {
  const report = readReport(readData(`reports/${name}.json`));
  return isProblem(report) ? fail(report.message) : report;
}

const idsOf = (page: string) => [...page.matchAll(/ id="([^"]*)"/g)].map(([, id = ""]) => id);
const unescape = (text: string) =>
  text.replace(
    /&(lt|gt|amp|quot|#39);/g,
    (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" })[name] ?? "",
  );

for (const name of names) {
  const page = renderHtml(load(name));

  Deno.test(`the page of ${name}.json is well formed, and holds no element, attribute or link but ours`, () => {
    assertEquals(findHtmlFault(page), undefined);
    assertEquals([...page.matchAll(/<(script|style)\b/gi)].map(([tag]) => tag), ["<style", "<script"]);
  });

  Deno.test(`the page of ${name}.json needs no network`, () => {
    assertEquals(
      /\b(?:src|srcset|action|data|poster)=|url\(|@import|<link|fetch\(|XMLHttp/i.exec(page)?.[0],
      undefined,
    );
  });

  Deno.test(`the page of ${name}.json lets its own style and script run and nothing else`, async () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? fail("no policy");
    const digest = async (tag: string) => {
      const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? fail(`no ${tag}`);
      const octets = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
      return `'sha256-${octets.toBase64()}'`;
    };
    assertEquals(policy.split("; "), [
      "default-src 'none'",
      `style-src ${await digest("style")}`,
      `script-src ${await digest("script")}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  Deno.test(`the page of ${name}.json gives no id twice, and each of its links leads to one`, () => {
    const ids = idsOf(page);
    assertEquals(ids.filter((id, index) => ids.indexOf(id) !== index), []);
    const known = new Set(ids.map((id) => anchor(unescape(id))));
    const links = [...page.matchAll(/ href="(#[^"]*)"/g)].map(([, link = ""]) => unescape(link));
    assertEquals(links.filter((link) => !known.has(link)), []);
  });
}

Deno.test("the page holds of each result all that is known, the whole transcript included", () => {
  const report = load("ordinary");
  const page = renderHtml(report);
  const textOf = (part: string) => unescape(part.replace(/<[^>]*>/g, ""));
  for (const result of report.results) {
    const start = page.indexOf(`id="${escapeHtml(result.id)}"`);
    const text = textOf(page.slice(start, page.indexOf("</details>", start)));
    assert(start !== -1, result.id);
    const { deviation } = result;
    const due = [
      sentenceOf(result),
      ...result.rfc,
      ...result.requirement,
      ...(deviation === null || deviation.place.line === 0
        ? []
        : [`${deviation.place.file}:${deviation.place.line}:${deviation.place.column}`, deviation.line]),
      ...transcriptLines(result.transcript).map(({ text }) => text.replaceAll("␍", "\\r").replaceAll("␊", "\\n")),
      againCommand(report, result),
    ];
    for (const words of due) assertStringIncludes(text, words);
  }
});

Deno.test("the page begins with the findings, the gravest first, each with its transcript, its command and its remedies", () => {
  const report = load("ordinary");
  const findings = findingsOf(report);
  const page = renderHtml(report);
  const section = page.slice(page.indexOf('<section id="findings">'), page.indexOf('<section id="areas">'));
  assert(section !== "" && page.indexOf('<section id="findings">') < page.indexOf('<section id="results">'));
  const links = [...section.matchAll(/<a class="id" href="#([^"]*)"/g)].map(([, id = ""]) => decodeURIComponent(id));
  assertEquals(links, findings.map(({ shownBy }) => shownBy));
  for (const { again } of findings) assertStringIncludes(section, escapeHtml(again));
  assertEquals([...section.matchAll(/<table class="wire">/g)].length, findings.length);
  const [failure] = report.results.filter(({ verdict }) => verdict === "fail");
  if (failure === undefined) return;
  const smuggling = { ...failure, id: "smuggling/commands/x", again: "smuggling/commands/x", endpoint: "mx" };
  assertStringIncludes(
    renderHtml({ ...report, results: [smuggling] }),
    '<dd class="remedy"><bdi></bdi><code>smtpd_forbid_bare_newline = reject</code><bdi> prevents it (postconf(5))</bdi></dd>',
  );
});

Deno.test("octets() writes line ends as text that every font has, one that stands alone apart from a CRLF", () => {
  assertEquals(
    octets("a\\r\\n\\n.\\r\\r\\n\\\\r").source,
    '<bdi>a<i>\\r\\n</i><b class="end">\\n</b>.<b class="end">\\r</b><i>\\r\\n</i>\\r</bdi>',
  );
});

Deno.test("the transcript of a pass is text in one element", () => {
  const report = load("ordinary");
  const passed = report.results.find(({ verdict, transcript }) => verdict === "pass" && transcript.length > 0);
  const source = showResult(passed ?? fail("none"), report).source;
  assertEquals([source.includes("<tr"), source.includes('<pre class="wire" dir="ltr">')], [false, true]);
});

const references: readonly (readonly [reference: string, address: string | undefined])[] = [
  ["RFC 5321 §4.1.1.9", "https://www.rfc-editor.org/rfc/rfc5321.html#section-4.1.1.9"],
  ["RFC 5321 §D.1", "https://www.rfc-editor.org/rfc/rfc5321.html#appendix-D.1"],
  ["RFC 5321", "https://www.rfc-editor.org/rfc/rfc5321.html"],
  ["CVE-2023-51764", "https://www.cve.org/CVERecord?id=CVE-2023-51764"],
  ["javascript:alert(1)", undefined],
  ['RFC 5321 §4"onclick="x', undefined],
];
for (const [reference, address] of references) {
  Deno.test(`addressOf() finds ${address} for ${reference}`, () => assertEquals(addressOf(reference), address));
}

Deno.test("markup escapes text in elements and attributes, and controls and marks of direction with it", () => {
  const evil = `</b>"'&<script>\x1b[31m\u202e`;
  assertEquals(
    markup`<b title="${evil}">${[evil]}</b>`.source.match(/&lt;\/b&gt;&quot;&#39;&amp;&lt;script&gt;\\x1b\[31m\\u202e/g)
      ?.length,
    2,
  );
});
