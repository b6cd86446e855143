/** Plays one case once: reaches its start, does its steps in order, and ends with the closing QUIT. */
import type { Span } from "../base/source.ts";
import type { Step } from "../case/case.ts";
import type { Deviation } from "../judge/deviation.ts";
import { judgeLeftOver } from "../judge/judge.ts";
import { seenExtra } from "../judge/seen.ts";
import type { Run } from "../plan/plan.ts";
import { writeDate } from "../smtp/content.ts";
import { roleRules } from "../smtp/role.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Attempt, Ending } from "./attempt.ts";
import { reachState } from "../session/reach_state.ts";
import type { AttemptEnv } from "./env.ts";
import { endingOfThrown } from "./thrown.ts";
import { quit, surplusOf } from "../session/quit.ts";
import { maskDeviation, maskEnding } from "./mask.ts";
import {
  type AttemptOptions,
  type AttemptState,
  conclude,
  openSession,
  settingOf,
  withoutBranch,
} from "./attempt_state.ts";
import { Session } from "../session/session.ts";
import { standardFields, writeStandardHeader } from "./standard_fields.ts";
import { playStep } from "./steps.ts";
import { maskSuspect, suspect } from "./suspect.ts";
import { Values } from "./values.ts";

const byeWithin = 5_000; // our choice: for the 221 to the closing QUIT
const vainWithin = 200; // our choice: for what comes before a 221 that is known not to come

/** Plays a case once. Never rejects: what was thrown is how the attempt ended. */
export async function playOnce(env: AttemptEnv, run: Run, options: AttemptOptions): Promise<Attempt> {
  const transcript = new Transcript(env.clock, env.secrets);
  const token = `t${env.token()}`;
  const now = env.now();
  const state: AttemptState = {
    env,
    run,
    transcript,
    values: new Values({
      case: run.case,
      target: env.target,
      run: new Map([
        ["token", token],
        ["date", writeDate(now)],
        ["headers", writeStandardHeader(standardFields(env.target, token, now), token)],
        ["client_nonce", `n${env.token()}`],
        ["hello", roleRules[run.endpoint.role].hello],
        ["fill", ""],
      ]),
      onSecret: (secret) => env.secrets.addDerived(secret),
    }),
    sessions: new Map(),
    options,
    token,
    arrived: new Map([...env.mailboxes].map(([address, { arrived }]) => [address, arrived])),
    warnings: [],
    notes: [],
    sent: undefined,
    hasOpenChunks: false,
    borders: undefined,
    hasActed: false,
    suspect: undefined,
    walk: (steps) => walk(state, steps),
  };
  let ending: Ending;
  try {
    ending = await playThrough(state);
  } catch (error) {
    ending = endingOfThrown(error);
  } finally {
    for (const session of state.sessions.values()) session.connection.destroy();
  }
  const { borders, hasActed } = state;
  const mask = (deviation: Deviation) => maskDeviation(deviation, transcript);
  return {
    ending: maskEnding(ending, transcript),
    warnings: state.warnings.map(mask),
    notes: state.notes.map(mask),
    transcript: transcript.finish(),
    dropped: transcript.dropped,
    took: transcript.now(),
    borders,
    isAnswered: [...state.sessions.values()].some(({ isAnswered }) => isAnswered),
    hasActed: hasActed && transcript.events.some(({ kind }) => kind === "received"),
    suspect: state.suspect === undefined ? undefined : maskSuspect(state.suspect, transcript),
  };
}

async function playThrough(state: AttemptState): Promise<Ending> {
  const { run, env } = state;
  const opened = await openSession(state, "main", run.endpoint);
  if (!(opened instanceof Session)) return opened;
  const failure = await reachState(opened, {
    start: run.case.start,
    session: run.case.session,
    endpoint: run.endpoint,
    target: env.target,
    refused: env.refusedMechanisms.get(run.endpoint.name),
    nonce: state.token,
  });
  if (failure !== undefined) {
    if (failure.received !== undefined) suspect(state, opened, failure.received);
    await leave(state);
    const { again, reason } = failure;
    return again === undefined
      ? { kind: "inconclusive", reason, deviation: undefined }
      : { kind: "again", why: again, reason, deviation: undefined, timeOut: undefined };
  }
  const ending = await walk(state, run.case.steps);
  if (ending === undefined) return await finish(state);
  await leave(state);
  return ending;
}

async function walk(state: AttemptState, steps: readonly Step[]): Promise<Ending | undefined> {
  for (const step of steps) {
    const ending = await playStep(state, step);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** Ends all sessions of a case that went well; replies that nobody asked for are a deviation. */
async function finish(state: AttemptState): Promise<Ending> {
  for (const session of state.sessions.values()) {
    const leftOver = surplusOf(await quit(session, state.run.quit?.isEnd === false ? vainWithin : byeWithin));
    if (leftOver.length === 0) continue;
    session.lintLeftOver(leftOver);
    if (state.run.quit?.hasSurplus === true) continue;
    const setting = settingOf(state, session);
    const ending = conclude(state, withoutBranch(judgeLeftOver(leftOver, setting)), {
      expected: ["one reply to each command"],
      ...seenExtra(leftOver, session.show),
      span: lastSpan(state.run.case.steps) ?? state.run.case.span,
    });
    if (ending !== undefined) return ending;
  }
  return { kind: "passed" };
}

/** Ends all sessions with QUIT; what is received then is not judged. */
async function leave(state: AttemptState): Promise<void> {
  const within = state.run.quit?.isEnd === false ? vainWithin : 1_000;
  for (const session of state.sessions.values()) await quit(session, within);
}

function lastSpan(steps: readonly Step[]): Span | undefined {
  return steps.at(-1)?.span;
}
