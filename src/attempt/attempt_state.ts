/** The state of one attempt at a case, which its steps share, and what a judgement makes of it. */
import type { Span } from "../base/source.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Expectation, Risk, Step } from "../case/case.ts";
import { describeExpectation } from "../judge/describe.ts";
import { describeReceipt, type Deviation, makeDeviation, type Seen } from "../judge/deviation.ts";
import type { Judgement, Setting } from "../judge/judge.ts";
import type { Run } from "../plan/plan.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Ending, Suspect } from "./attempt.ts";
import type { AttemptEnv } from "./env.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import { Session } from "../session/session.ts";
import type { Values } from "./values.ts";

/** How an attempt is to be made. */
export interface AttemptOptions {
  /** A reset or a time-out was met before, and is judged now. */
  readonly isSecondTry: boolean;
  /** Where `split: every-border` cuts this time. */
  readonly border: number | undefined;
}

/** The state of one attempt, which the steps share. */
export interface AttemptState {
  readonly env: AttemptEnv;
  readonly run: Run;
  readonly transcript: Transcript;
  readonly values: Values;
  readonly sessions: Map<string, Session>;
  readonly options: AttemptOptions;
  readonly token: string;
  readonly warnings: Deviation[];
  readonly notes: Deviation[];
  /** How many messages had arrived in each mailbox when the attempt began, by address: none of those is its own. */
  readonly arrived: ReadonlyMap<string, number>;
  /** The content of the latest message, of its chunks together if it has some, for `body: as-sent`. */
  sent: Uint8Array | undefined;
  /** The latest chunk was not the last of its message. */
  hasOpenChunks: boolean;
  borders: number | undefined;
  /** A step has done something to the server. */
  hasActed: boolean;
  /** What may be held against the server whatever the case is about. */
  suspect: Suspect | undefined;
  /** Plays steps one after the other: those of a branch. */
  readonly walk: (steps: readonly Step[]) => Promise<Ending | undefined>;
}

/**
 * Opens a connection of a given name, and every one after the first only when its turn has come; gives the ending of
 * the attempt when there is none.
 */
export async function openSession(
  state: AttemptState,
  name: string,
  endpoint: Endpoint,
): Promise<Session | Ending> {
  const { env, run, transcript } = state;
  if (state.sessions.size > 0) await env.pool.turn();
  const connection = await openEndpoint(endpoint, env.target, { name, transcript, signal: env.signal });
  if ("kind" in connection) {
    if (connection.kind === "denied") return { kind: "error", reason: connection.why, stack: [] };
    return { kind: "again", why: "refused", reason: connection.why, deviation: undefined, timeOut: undefined };
  }
  const session = new Session(connection, {
    runId: run.id,
    deadlines: env.target.deadlines,
    lints: env.lints,
    facts: env.facts,
    endpoint: endpoint.name,
    transcript,
    repliesPerRecipient: roleRules[endpoint.role].repliesPerRecipient,
    isHostile: run.case.risks.has("hostile"),
    isOrdinary: !extraordinary.some((risk) => run.case.risks.has(risk)),
    mayDeliver: run.case.risks.has("delivers"),
  });
  state.sessions.set(name, session);
  return session;
}

/** The risks of cases that a server may well hang up on. */
const extraordinary: readonly Risk[] = ["hostile", "heavy", "slow"];

/** Command lines that go out together have seldom more; content and over-long lines have. Our choice. */
const muchOctets = 1024;

/** Gives what judging needs to know besides the observation. `step` is the one that is judged, if it is one. */
export function settingOf(state: AttemptState, session: Session | undefined, step?: Step): Setting {
  const { values, run, env, options } = state;
  return {
    level: run.case.level,
    offersEnhanced: session?.offersEnhanced ?? false,
    fill: (template) => values.words(template),
    kept: (name) => values.kept(name),
    metPermanentError: session?.metPermanentError ?? false,
    sanityCheckMetTemporary: env.temporary.has(run.endpoint.name),
    wroteMuch: (session?.connection.unanswered ?? 0) > muchOctets,
    isSecondTry: options.isSecondTry,
    isGiven: step?.isGiven ?? false,
  };
}

/** Draws the consequence of a judgement: an ending, or undefined when the case goes on. A branch is not met here. */
export function conclude(
  state: AttemptState,
  judgement: Exclude<Judgement, { kind: "branch" }>,
  about: Seen & {
    readonly expected: readonly string[];
    /** What was received in a whole sentence, for a reason; undefined: as `describeReceipt()` says it. */
    readonly sentence?: string | undefined;
    readonly span: Span;
  },
): Ending | undefined {
  const { expected, received, key, sentence = describeReceipt(about), span } = about;
  const deviation = (because: string | undefined) =>
    makeDeviation({ expected, received, key, span, because, event: state.transcript.latest });
  switch (judgement.kind) {
    case "pass":
      return undefined;
    case "stop":
      return { kind: "passed" };
    case "warn":
      state.warnings.push(deviation(judgement.because));
      return undefined;
    case "note":
      state.notes.push(deviation(judgement.because));
      return undefined;
    case "wrong":
      return { kind: "wrong", as: judgement.as, deviation: deviation(judgement.because) };
    case "inconclusive":
      return { kind: "inconclusive", reason: joinReason(sentence, judgement.because), deviation: deviation(undefined) };
    case "again":
      return {
        kind: "again",
        why: judgement.why,
        reason: sentence,
        deviation: deviation(undefined),
        timeOut: undefined,
      };
  }
}

/** Has a time-out of a case carry what judges it without another try; any other ending stays as it is. */
export function withTimeOut(
  { env }: AttemptState,
  ending: Ending | undefined,
  { waited, asSecond }: { readonly waited: Milliseconds; readonly asSecond: () => Ending | undefined },
): Ending | undefined {
  if (ending?.kind !== "again" || ending.why !== "timeout") return ending;
  const second = asSecond();
  return second === undefined ? ending : { ...ending, timeOut: { at: env.clock(), waited, asSecond: second } };
}

/** Puts what was received before why it cannot be judged, and says it once. */
function joinReason(sentence: string, because: string): string {
  const why = because.endsWith(`: ${sentence}`) ? because.slice(0, -sentence.length - 2) : because;
  return `${sentence}: ${why}`;
}

/** Puts what an expectation accepts beside what was received, for `conclude()`. */
export function about(
  state: AttemptState,
  session: Session | undefined,
  expectation: Expectation,
  received: Seen,
) {
  return {
    expected: describeExpectation(expectation, settingOf(state, session)),
    ...received,
    span: expectation.span,
  };
}

/** Narrows a judgement where no branch is possible. */
export function withoutBranch(judgement: Judgement): Exclude<Judgement, { kind: "branch" }> {
  return judgement.kind === "branch" ? { kind: "pass" } : judgement;
}
