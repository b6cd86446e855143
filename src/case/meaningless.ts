/** Refusals of what means nothing where it stands: it would be read, and never have an effect. */
import type { Action, Expectation, Outcome } from "./case.ts";
import type { Pattern } from "./expected.ts";
import { type Entries, type Reading, refuse } from "./reader.ts";

/** Refuses a branch where its steps would not be played: among the outcomes of anything but a reply. */
export function refuseBranch(reading: Reading, outcomes: Entries): void {
  const branch = outcomes.get("branch");
  if (branch !== undefined) {
    refuse(reading, branch.key.span, `Cannot use "branch" here`, "its steps are played after a reply alone");
  }
}

/** Refuses outcomes that no answer can meet, since `any` stands before them. Of all replies, `any` leaves out a 421. */
export function refuseUnmet(reading: Reading, outcomes: readonly Outcome<Pattern>[]): void {
  const any = outcomes.findIndex(({ pattern }) => pattern.kind === "any");
  if (any === -1) return;
  for (const { pattern, span } of outcomes.slice(any + 1)) {
    if (!mayBe421(pattern)) refuse(reading, span, "No answer can meet this outcome", `"any" stands before it`);
  }
}

function mayBe421(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "reply":
      return pattern.codes.includes("421");
    case "one-of":
      return pattern.patterns.some(mayBe421);
    case "kept":
      return true;
    case "any":
    case "close":
    case "silence":
      return false;
  }
}

/** Refuses expectations that the action of their step leaves no room for. */
export function refuseUnheld(reading: Reading, action: Action, expectations: readonly Expectation[]): void {
  for (const expectation of expectations) {
    if (action.kind === "hello") {
      refuse(reading, expectation.span, `Cannot expect this after "hello"`, "record says what may answer it");
    }
    const mustClose = expectation.kind === "closes" && expectation.outcomes.some(({ then }) => then !== "stop");
    if (action.kind === "tls" && mustClose) {
      refuse(
        reading,
        expectation.span,
        "Cannot expect a close of a handshake",
        "write closes: allowed, or a step after it",
      );
    }
    if (expectation.kind !== "delivered") continue;
    const { count, body, headers, received, returnPath } = expectation.mail;
    const isLookedAt = body !== undefined || returnPath !== undefined || headers.length + received.length > 0;
    if (count.most === 0 && isLookedAt) {
      refuse(reading, expectation.span, "Cannot look into a message that must not be there", "leave count: 0 alone");
    }
  }
}
