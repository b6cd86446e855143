/** What of a report is published. Pure. */
import type { Report, Result } from "../report/report.ts";

/**
 * Leaves out what nobody disputes and what is the same for every server: of what passed or was skipped all but the
 * verdict with its sentence and reason; the transcripts of control dialogues that went well; the catalogue of
 * requirements. Whoever wants it plays the suite. All else stays, each transcript of a failure in full.
 */
export function slim(report: Report): Report {
  return {
    ...report,
    control: report.control.map((control) => control.passed ? { ...control, transcript: [] } : control),
    requirements: {},
    results: report.results.map((result) =>
      result.verdict === "pass" || result.verdict === "skip" ? bare(result) : { ...result, requirement: [] }
    ),
  };
}

/** Leaves out all transcripts: the page has them, and tools compare verdicts and findings. */
export function withoutTranscripts(report: Report): Report {
  return { ...report, results: report.results.map((result) => ({ ...result, transcript: [], dropped: 0 })) };
}

function bare(result: Result): Result {
  return {
    ...result,
    why: null,
    rfc: [],
    requirement: [],
    findings: [],
    notes: [],
    source: null,
    transcript: [],
    dropped: 0,
  };
}
