/** What is expected of the server after an action: waited for, judged, kept. */
import type { Span } from "../base/source.ts";
import type { Expectation, Step } from "../case/case.ts";
import { seenObservation, seenReplies } from "../judge/seen.ts";
import { judgeClose, judgeReplies, judgeReply, judgeSilence, type Setting, wrong } from "../judge/judge.ts";
import { matches, matchesReplies } from "../judge/matches.ts";
import type { Observation } from "../smtp/observation.ts";
import { type Reply, replyText } from "../smtp/reply.ts";
import type { Ending } from "./attempt.ts";
import { checkDelivered } from "./delivered.ts";
import { Unplayable } from "../session/unplayable.ts";
import { collect, quit } from "../session/quit.ts";
import { about, type AttemptState, conclude, settingOf, withoutBranch, withTimeOut } from "./attempt_state.ts";
import { describeAnswer } from "./name_step.ts";
import type { Session } from "../session/session.ts";
import { isForeseen, suspect } from "./suspect.ts";

const closesWithin = 10_000; // our choice: how long a server may take to close when it must

/** Waits for what a step expects, in order. */
export async function expectAll(
  state: AttemptState,
  session: Session,
  step: Step,
  expectations: readonly Expectation[],
): Promise<Ending | undefined> {
  for (const expectation of expectations) {
    const ending = await expectOne(state, session, step, expectation);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

async function expectOne(
  state: AttemptState,
  session: Session,
  step: Step,
  expectation: Expectation,
): Promise<Ending | undefined> {
  switch (expectation.kind) {
    case "reply": {
      const received = await session.read(step.within);
      return await settleReply(state, session, step, expectation, received, undefined);
    }
    case "until-quit": {
      const before = session.now;
      const replies = await quit(session, step.within) ?? await collect(session, step.within ?? 1_000);
      const waited = session.now - before;
      const setting = settingOf(state, session, step);
      const listed = expectation.outcomes.find(({ pattern }) => matchesReplies(pattern, replies, setting));
      const facts = at(listed, about(state, session, expectation, seenReplies(replies, session.show)));
      const judge = (how: Setting) =>
        conclude(state, withoutBranch(judgeReplies(expectation.outcomes, replies, how)), facts);
      return withTimeOut(state, judge(setting), {
        waited,
        asSecond: () => judge({ ...setting, isSecondTry: true }),
      });
    }
    case "closes": {
      const mayGoOn = expectation.outcomes.every(({ then }) => then === "stop");
      if (mayGoOn) session.allowClose(); // It may be on its way still.
      const closed = await session.connection.closing(mayGoOn ? 0 : step.within ?? closesWithin);
      const judgement = withoutBranch(judgeClose(expectation.outcomes, closed, settingOf(state, session, step)));
      // What comes in place of the end says more than that there was none.
      const received = closed ??
        (!mayGoOn && session.connection.unread !== undefined ? await session.read(0) : undefined);
      return conclude(state, judgement, about(state, session, expectation, seenObservation(received, session.show)));
    }
    case "silence": {
      session.idle();
      const received = await session.connection.next(expectation.time);
      const judgement = withoutBranch(judgeSilence(received, settingOf(state, session, step)));
      return conclude(state, judgement, about(state, session, expectation, seenObservation(received, session.show)));
    }
    case "delivered":
      return await checkDelivered(state, session, expectation);
    default: {
      const nothing: never = expectation;
      return nothing;
    }
  }
}

/** Points at the outcome that was met, where one was; else at the whole expectation. */
function at<Facts>(listed: { readonly span: Span } | undefined, facts: Facts): Facts {
  return listed === undefined ? facts : { ...facts, span: listed.span };
}

/** Judges a reply, keeps what the step keeps, and plays a branch. `problem` is known to be wrong with it. */
export async function settleReply(
  state: AttemptState,
  session: Session,
  step: Step,
  expectation: Extract<Expectation, { kind: "reply" }>,
  received: Observation,
  problem: string | undefined,
): Promise<Ending | undefined> {
  const setting = settingOf(state, session, step);
  const facts = () => {
    const listed = expectation.outcomes.find(({ pattern }) => matches(pattern, received, setting));
    const sentence = step.isGiven
      ? describeAnswer(step.action, received, { values: state.values, show: session.show })
      : undefined;
    return { ...at(listed, about(state, session, expectation, seenObservation(received, session.show))), sentence };
  };
  if (received.kind === "close" && session.mayClose) return { kind: "passed" };
  if (!isForeseen(expectation.outcomes, received, setting)) suspect(state, session, received);
  if (problem !== undefined) return conclude(state, withoutBranch(wrong(setting, problem)), facts());
  const judgement = judgeReply(expectation.outcomes, received, setting);
  if (judgement.kind === "branch") return await state.walk(judgement.outcome.steps);
  const ending = judgement.kind === "pass" ? undefined : withTimeOut(state, conclude(state, judgement, facts()), {
    waited: received.kind === "silence" ? received.after : 0,
    asSecond: () => {
      const second = judgeReply(expectation.outcomes, received, { ...setting, isSecondTry: true });
      return conclude(state, withoutBranch(second), facts());
    },
  });
  if (ending === undefined && received.kind === "reply") keepAll(state, step, received);
  return ending;
}

function keepAll(state: AttemptState, step: Step, reply: Reply): void {
  for (const { name, take } of step.keep) {
    const value = take === "code" ? String(reply.code) : take.group(replyText(reply));
    if (value === undefined) throw new Unplayable("inconclusive", `the reply holds nothing to keep as $${name}`);
    state.values.keep(name, value);
  }
}
