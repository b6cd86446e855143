/** Plays one case once: climbs to its start, does its steps in order, and ends with the closing QUIT. */
import type { Span } from "../base/source.ts";
import { clip } from "../base/show.ts";
import type { Expectation, Step } from "../case/case.ts";
import { describeExpectation, describeObservation } from "../judge/describe.ts";
import { type Finding, makeFinding } from "../judge/finding.ts";
import { judgeLeftOver, type Judgement, type Setting } from "../judge/judge.ts";
import type { Replies } from "../judge/matches.ts";
import type { Run } from "../plan/plan.ts";
import { writeDate } from "../smtp/content.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Port } from "../target/target.ts";
import { openConnection } from "../wire/connection.ts";
import { Transcript } from "../wire/transcript.ts";
import { climb } from "./climb.ts";
import { type Env, Unplayable } from "./env.ts";
import type { Attempt, Ending } from "./attempt.ts";
import { Session } from "./session.ts";
import { playStep } from "./steps.ts";
import { Values } from "./values.ts";

const mostReplies = 1000; // our choice: a flood ends here
const byeWithin = 5_000; // our choice: for the 221 to the closing QUIT

/** How an attempt is to be made. */
export interface AttemptOptions {
  /** A reset or a time-out was met before, and is judged now. */
  readonly isSecondTry: boolean;
  /** Where `split: every-border` cuts this time. */
  readonly border: number | undefined;
}

/** The state of one attempt, which the steps share. */
export interface Play {
  readonly env: Env;
  readonly run: Run;
  readonly transcript: Transcript;
  readonly values: Values;
  readonly sessions: Map<string, Session>;
  readonly options: AttemptOptions;
  readonly token: string;
  readonly warnings: Finding[];
  readonly notes: Finding[];
  /** The content of the latest message or chunk, for `body: as-sent`. */
  sent: Uint8Array | undefined;
  borders: number | undefined;
}

/** Plays a case once. Rejects only for our own faults. */
export async function playOnce(env: Env, run: Run, options: AttemptOptions): Promise<Attempt> {
  const { pass } = env.target;
  const transcript = new Transcript(env.clock, pass === undefined ? [] : [pass]);
  const token = `t${env.token()}`;
  const play: Play = {
    env,
    run,
    transcript,
    values: new Values({
      case: run.case,
      target: env.target,
      run: new Map([
        ["token", token],
        ["date", writeDate(env.now())],
        ["client_nonce", `n${env.token()}`],
        ["hello", run.port.kind === "lmtp" ? "LHLO" : "EHLO"],
        ["fill", ""],
      ]),
      onSecret: (secret) => transcript.hide(secret),
    }),
    sessions: new Map(),
    options,
    token,
    warnings: [],
    notes: [],
    sent: undefined,
    borders: undefined,
  };
  let ending: Ending;
  try {
    ending = await playThrough(play);
  } catch (error) {
    if (!(error instanceof Unplayable)) throw error;
    ending = error.verdict === "error"
      ? { kind: "error", reason: error.message }
      : { kind: "unclear", reason: error.message, finding: undefined };
  } finally {
    for (const session of play.sessions.values()) session.connection.destroy();
  }
  const { borders } = play;
  const mask = (finding: Finding) => maskFinding(finding, transcript);
  return {
    ending: maskEnding(ending, transcript),
    warnings: play.warnings.map(mask),
    notes: play.notes.map(mask),
    transcript: transcript.events,
    dropped: transcript.dropped,
    took: transcript.now(),
    borders,
  };
}

/** Masks secrets that a server has said back. */
function maskFinding(finding: Finding, transcript: Transcript): Finding {
  const { saw, because } = finding;
  return {
    ...finding,
    saw: transcript.mask(saw),
    because: because === undefined ? undefined : transcript.mask(because),
  };
}

function maskEnding(ending: Ending, transcript: Transcript): Ending {
  switch (ending.kind) {
    case "passed":
      return ending;
    case "wrong":
      return { ...ending, finding: maskFinding(ending.finding, transcript) };
    case "unclear":
    case "again": {
      const finding = ending.finding === undefined ? undefined : maskFinding(ending.finding, transcript);
      return { ...ending, reason: transcript.mask(ending.reason), finding };
    }
    case "error":
      return { ...ending, reason: transcript.mask(ending.reason) };
  }
}

async function playThrough(play: Play): Promise<Ending> {
  const { run, env } = play;
  const opened = await openSession(play, "main", run.port);
  if (!(opened instanceof Session)) return opened;
  const fell = await climb(opened, {
    start: run.case.start,
    session: run.case.session,
    port: run.port,
    target: env.target,
    nonce: play.token,
    hide: (secret) => play.transcript.hide(secret),
  });
  if (fell !== undefined) {
    await leave(play);
    const { again, reason } = fell;
    return again === undefined
      ? { kind: "unclear", reason, finding: undefined }
      : { kind: "again", why: again, reason, finding: undefined };
  }
  for (const step of run.case.steps) {
    const ending = await playStep(play, step);
    if (ending !== undefined) {
      await leave(play);
      return ending;
    }
  }
  return await finish(play);
}

/** Opens a connection of a given name; gives the ending of the attempt when there is none. */
export async function openSession(play: Play, name: string, port: Port): Promise<Session | Ending> {
  const { env, run, transcript } = play;
  const connection = await openConnection(port.address, {
    name,
    transcript,
    within: env.target.deadlines.connect,
    family: env.family,
  });
  if ("kind" in connection) {
    if (connection.kind === "denied") return { kind: "error", reason: connection.why };
    return { kind: "again", why: "refused", reason: connection.why, finding: undefined };
  }
  const session = new Session(connection, {
    runId: run.id,
    deadlines: env.target.deadlines,
    lints: env.lints,
    transcript,
    mayDeliver: run.case.safety.has("delivers"),
  });
  play.sessions.set(name, session);
  return session;
}

/** Gives what judging needs to know besides the observation. */
export function settingOf(play: Play, session: Session | undefined): Setting {
  const { values, run, env, options } = play;
  return {
    level: run.case.level,
    offersEnhanced: session?.offersEnhanced ?? false,
    fill: (template) => values.words(template),
    kept: (name) => values.kept(name),
    sawPermanentError: session?.sawPermanentError ?? false,
    controlMetTemporary: env.temporary.has(run.port.kind),
    isSecondTry: options.isSecondTry,
  };
}

/** Draws the consequence of a judgement: an ending, or undefined when the case goes on. A detour is not met here. */
export function conclude(
  play: Play,
  judgement: Exclude<Judgement, { kind: "detour" }>,
  about: { readonly expected: readonly string[]; readonly saw: string; readonly span: Span },
): Ending | undefined {
  const finding = (because: string | undefined) =>
    makeFinding({ ...about, because, event: play.transcript.events.length - 1 });
  switch (judgement.kind) {
    case "pass":
      return undefined;
    case "stop":
      return { kind: "passed" };
    case "warn":
      play.warnings.push(finding(judgement.because));
      return undefined;
    case "note":
      play.notes.push(finding(judgement.because));
      return undefined;
    case "wrong":
      return { kind: "wrong", as: judgement.as, finding: finding(judgement.because) };
    case "unclear":
      return { kind: "unclear", reason: `${judgement.because}: ${clip(about.saw, 200)}`, finding: finding(undefined) };
    case "again":
      return { kind: "again", why: judgement.why, reason: about.saw, finding: finding(undefined) };
  }
}

/** Says what an expectation accepts and what came, for `conclude()`. */
export function about(play: Play, session: Session | undefined, expectation: Expectation, saw: string) {
  return {
    expected: describeExpectation(expectation, settingOf(play, session)),
    saw,
    span: expectation.span,
  };
}

/** Ends all sessions of a case that went well; replies that nobody asked for are a finding. */
async function finish(play: Play): Promise<Ending> {
  for (const session of play.sessions.values()) {
    const came = await sayGoodbye(session, byeWithin);
    // Where no 221 came, the last reply may be a wrong answer to the QUIT, which is the matter of another case.
    const leftOver = came?.end === "bye" ? came.replies : came?.replies.slice(0, -1) ?? [];
    if (leftOver.length === 0) continue;
    session.lintLeftOver(leftOver);
    const setting = settingOf(play, session);
    const ending = conclude(play, withoutDetour(judgeLeftOver(leftOver, setting)), {
      expected: ["one reply to each command"],
      saw: leftOver.map(describeObservation).join(", then "),
      span: lastSpan(play.run.case.steps) ?? play.run.case.span,
    });
    if (ending !== undefined) return ending;
  }
  return { kind: "passed" };
}

/** Leaves all sessions politely; what comes back is not judged. */
async function leave(play: Play): Promise<void> {
  for (const session of play.sessions.values()) await sayGoodbye(session, 1_000);
}

/**
 * Sends QUIT and reads to the 221, the server's closing, or the deadline (the command's own by default). Gives undefined when the session is over
 * already or cannot be read any more, or the server waits for content, in which a QUIT would only be text.
 */
export async function sayGoodbye(session: Session, within: number | undefined): Promise<Replies | undefined> {
  if (session.isEnded || session.isContentDue || session.connection.isBroken) return undefined;
  session.end();
  const isSettled = true;
  const quit = { octets: new TextEncoder().encode("QUIT\r\n"), secrets: [] };
  if (!await session.write([quit], { verbs: ["QUIT"], gap: 0, isSettled })) return await collect(session, 200);
  return await collect(session, within);
}

/** Reads all replies up to the 221, the server's closing, or the deadline of one of them. */
export async function collect(session: Session, within: number | undefined): Promise<Replies> {
  const replies: Observation[] = [];
  for (;;) {
    const saw = await session.read(within);
    if (saw.kind === "close") return { replies, end: "close" };
    if (saw.kind === "silence") return { replies, end: "silence" };
    if (saw.kind === "reply" && saw.code === 221) return { replies, end: "bye" };
    replies.push(saw);
    if (saw.kind === "malformed") return { replies, end: "silence" };
    if (replies.length >= mostReplies) {
      const octets = new Uint8Array(0);
      return {
        replies: [...replies, { kind: "malformed", octets, why: `more than ${mostReplies} replies` }],
        end: "silence",
      };
    }
  }
}

/** Narrows a judgement where no detour is possible. */
export function withoutDetour(judgement: Judgement): Exclude<Judgement, { kind: "detour" }> {
  return judgement.kind === "detour" ? { kind: "pass" } : judgement;
}

function lastSpan(steps: readonly Step[]): Span | undefined {
  return steps.at(-1)?.span;
}
