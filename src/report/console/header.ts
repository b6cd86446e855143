/** The beginning of the console report: what was tested, and what the sanity checks met. */
import * as colors from "@std/fmt/colors";
import { plainLine, visible } from "../../base/show.ts";
import { indented, wrap } from "../../base/wrap.ts";
import { paint } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import type { Report, ReportEndpoint, ReportSanityCheck } from "../report.ts";
import { softwareOf } from "../../software/software.ts";
import { showTranscript } from "./result.ts";

/** What was tested: the target, and what each endpoint agreed on and offered. */
export function showHeader({ target, suite }: Report, options: RenderOptions): string {
  const [first = "", ...rest] = wrap(`smtpspec ${plainLine(suite.version)}: ${visible(target.name)}`, options.width);
  return [
    first,
    ...rest.map((line) => `  ${line}`),
    ...target.endpoints.flatMap((endpoint, index) => {
      const isTwin = (other: ReportEndpoint) => keywordsOf(other).join() === keywordsOf(endpoint).join();
      return describeEndpoint(endpoint, { options, twin: target.endpoints.slice(0, index).find(isTwin) });
    }),
  ].join("\n");
}

/** What an endpoint offers, inside TLS where it has TLS. */
const keywordsOf = ({ offer }: ReportEndpoint) => (offer["tls"] ?? offer["plain"])?.keywords ?? [];

/** Describes an endpoint; one that offers the same as a twin before it refers to that. */
function describeEndpoint(
  endpoint: ReportEndpoint,
  { options: { width }, twin }: { readonly options: RenderOptions; readonly twin: ReportEndpoint | undefined },
): string[] {
  const { address, tls, offer } = endpoint;
  const keywords = keywordsOf(endpoint);
  const software = describeSoftware(endpoint);
  const known = [describeTls(tls, offer), ...(software === undefined ? [] : [software])].join(", ");
  const [first = "", ...rest] = wrap(`${plainLine(address)} (${known})`, width - 4);
  const offered = twin === undefined ? keywords.map(visible).join(", ") : `the same as ${plainLine(twin.name)}`;
  return [
    `  ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...(keywords.length === 0 ? [] : indented(`offers ${offered}`, 4, width)),
  ];
}

/** Names the software of an endpoint, and how it is known. */
function describeSoftware({ software }: ReportEndpoint): string | undefined {
  if (software === undefined) return undefined;
  const { title = software.name } = softwareOf(software.name) ?? {};
  const version = software.version === null ? "" : ` ${software.version}`;
  return plainLine(`${title}${version} by its ${software.by}`);
}

function describeTls(tls: ReportEndpoint["tls"], offer: ReportEndpoint["offer"]): string {
  if (tls !== null) return visible(tls.protocol);
  return Object.keys(offer).length === 0 ? "not probed" : "no TLS";
}

/** Shows the sanity checks that failed, and what those that passed keep from being judged. */
export function showSanityChecks(report: Report, options: RenderOptions): string[] {
  return report.sanityChecks.flatMap(({ endpoint, when, passed, reason, obstacles = [], transcript }) => {
    if (passed && obstacles.length === 0) return [];
    const what = `The ${when} sanity check ${passed ? "met an obstacle" : "failed"} at the endpoint`;
    const lines = [reason, ...obstacles].flatMap((line) => line === null ? [] : [visible(line)]);
    return [[
      paint(`${what} ${plainLine(endpoint)}`, passed ? colors.yellow : colors.red, options),
      ...lines.flatMap((line) => indented(line, 2, options.width)),
      ...(passed ? [] : showTranscript({ transcript, event: decisiveEvent(transcript) }, options)),
    ].join("\n")];
  });
}

/** Gives the event on which a sanity check rests: the last one before the QUIT, which it sends whatever came. */
function decisiveEvent(transcript: ReportSanityCheck["transcript"]): number {
  const quit = transcript.findLastIndex((event) => event.kind === "sent" && /^QUIT/.test(event.text));
  return (quit > 0 ? quit : transcript.length) - 1;
}
