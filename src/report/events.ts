/**
 * A report as a stream: one JSON object a line, written while a run goes on, or made of a saved report. A stream without
 * its last line is of a run that was ended by force.
 */
import { plainJson } from "../base/show.ts";
import type { Milliseconds } from "../base/time.ts";
import type {
  Report,
  ReportBaseline,
  ReportEndpoint,
  ReportOptions,
  ReportSanityCheck,
  ReportTarget,
  Result,
  schemaVersion,
} from "./report.ts";

/** What happened; the parts are those of the report. */
export type ReportEvent =
  | {
    readonly event: "start";
    readonly schemaVersion: typeof schemaVersion;
    readonly suite: Report["suite"];
    readonly target: Omit<ReportTarget, "endpoints">;
    readonly options: ReportOptions;
    readonly startedAt: string;
  }
  | { readonly event: "sanityCheck"; readonly sanityCheck: ReportSanityCheck }
  /** An endpoint was asked what it offers. */
  | { readonly event: "endpoint"; readonly endpoint: ReportEndpoint }
  | { readonly event: "result"; readonly result: Result }
  | {
    readonly event: "end";
    readonly complete: boolean;
    readonly durationMs: Milliseconds;
    readonly summary: Report["summary"];
    readonly facts?: Report["facts"];
    readonly baseline?: ReportBaseline;
  };

/** Writes one event as one line. */
export function writeEvent(event: ReportEvent): string {
  return plainJson(JSON.stringify(event)) + "\n";
}

/** Gives the event that ends a stream. */
export function endOf({ complete, durationMs, summary, facts, baseline }: Report): ReportEvent {
  return {
    event: "end",
    complete,
    durationMs,
    summary,
    ...(facts === undefined ? {} : { facts }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

/** Renders a saved report as the stream of its run, the results in the order of the report. */
export function renderNdjson(report: Report): string {
  const { suite, options, startedAt, sanityChecks, results } = report;
  const { endpoints, ...target } = report.target;
  const controls = (when: ReportSanityCheck["when"]): ReportEvent[] =>
    sanityChecks.filter((each) => each.when === when).map((each) => ({ event: "sanityCheck", sanityCheck: each }));
  const events: ReportEvent[] = [
    { event: "start", schemaVersion: report.schemaVersion, suite, target, options, startedAt },
    ...controls("first"),
    ...endpoints.map((endpoint): ReportEvent => ({ event: "endpoint", endpoint })),
    ...results.map((result): ReportEvent => ({ event: "result", result })),
    ...controls("last"),
    endOf(report),
  ];
  return events.map(writeEvent).join("");
}
