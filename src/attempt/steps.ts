/** The steps: each kind of action, then what is expected of the server. */
import { concat } from "../base/octets.ts";
import { showDuration } from "../base/time.ts";
import { visible } from "../base/show.ts";
import type { Action, Step } from "../case/case.ts";
import { defaultGap } from "../case/steps.ts";
import { describeObservation } from "../judge/describe.ts";
import { gateHolds } from "../plan/plan.ts";
import type { Field } from "../smtp/content.ts";
import { countOctets } from "../wire/outgoing.ts";
import { sleep } from "../wire/sleep.ts";
import type { Ending } from "./attempt.ts";
import { authenticate } from "../session/auth.ts";
import { bestMechanism, noMechanism } from "../session/best_mechanism.ts";
import { compose, type Composed, cut, fillable, inOneWrite, isWriting } from "./compose.ts";
import { Unplayable } from "../session/unplayable.ts";
import { expectAll, settleReply } from "./expect.ts";
import { type AttemptState, openSession } from "./attempt_state.ts";
import { Session } from "../session/session.ts";
import { sendHello, startTls } from "./tls_steps.ts";
import { standardFields } from "./standard_fields.ts";
import { fillerFor } from "./values.ts";

/** Plays a step, as often as it repeats; gives the ending of the case, or undefined when it goes on. */
export async function playStep(state: AttemptState, step: Step): Promise<Ending | undefined> {
  const session = state.sessions.get(step.on);
  if (!step.when.every((gate) => gateHolds(gate, settingOfGate(state, session)))) return undefined;
  for (const bind of turnsOf(state, step)) {
    bind();
    const ending = await playTurn(state, step);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** What a gate of a step is held against. */
function settingOfGate({ env, run }: AttemptState, session: Session | undefined) {
  return { target: env.target, endpoint: run.endpoint, offer: session?.offer };
}

/** Gives the turns of a step's loop: each binds the name of the loop to its value. */
function turnsOf(state: AttemptState, { repeat }: Step): (() => void)[] {
  if (repeat === undefined) return [() => {}];
  const { times, each } = repeat;
  const { rcpts } = state.env.target;
  if (each !== undefined && rcpts.length < times) {
    throw new Unplayable("inconclusive", `there are only ${rcpts.length} values in $${each.list}`);
  }
  return Array.from({ length: times }, (_, turn) => () => {
    if (each !== undefined) state.values.keep(each.name, rcpts[turn] ?? "");
  });
}

async function playTurn(state: AttemptState, step: Step): Promise<Ending | undefined> {
  const { action } = step;
  if (action.kind === "connect") return await connect(state, action, step);
  const session = state.sessions.get(step.on);
  if (session === undefined) throw new Unplayable("error", `there is no connection "${step.on}"`);
  state.values.offer = session.offer;
  if (action.kind !== "read" && action.kind !== "wait") state.hasActed = true;
  const ending = await act(state, session, action, step);
  if (ending !== undefined) return ending === "over" ? undefined : ending;
  return await expectAll(state, session, step, step.expect);
}

/** Does the action; gives "over" when it has dealt with the step's expectations itself. */
async function act(
  state: AttemptState,
  session: Session,
  action: Action,
  step: Step,
): Promise<Ending | "over" | undefined> {
  switch (action.kind) {
    case "read":
      return undefined;
    case "send":
    case "bytes":
    case "message":
    case "bdat": {
      const composed = composeStep(state, step);
      await writeAll(state, session, step, [composed], action.kind !== "bytes" && step.expect.length > 0);
      return undefined;
    }
    case "pipeline":
      return await pipeline(state, session, action.steps, step) ?? undefined;
    case "tls":
      return await startTls(state, session, action, step);
    case "hello":
      return await sendHello(state, session, action, step);
    case "auth":
      return await playAuth(state, session, action, step);
    case "close":
      session.connection.close(action.how);
      session.end();
      return undefined;
    case "wait":
      state.transcript.record(step.on, { kind: "note", text: `waits ${showDuration(action.time)}` });
      for (const each of state.sessions.values()) each.idle();
      await sleep(action.time);
      return undefined;
    case "connect":
      return undefined;
    default: {
      const nothing: never = action;
      return nothing;
    }
  }
}

function composeStep(state: AttemptState, step: Step): Composed {
  const { action, fill } = step;
  if (!isWriting(action)) throw new Unplayable("error", `"${action.kind}" writes nothing`);
  if (fill !== undefined) state.values.keep("fill", fillerFor(state.values, fillable(action), fill));
  const composed = compose(action, state.values, action.kind === "message" ? fieldsOf(state) : []);
  if (action.kind === "message" || action.kind === "bdat") keepSent(state, action, composed);
  return composed;
}

function fieldsOf({ env, token }: AttemptState): Field[] {
  return standardFields(env.target, token, env.now());
}

/** Keeps the content of a message; chunks are joined up to the last. */
function keepSent(
  state: AttemptState,
  action: Extract<Action, { kind: "message" | "bdat" }>,
  { content }: Composed,
): void {
  const chunk = content ?? new Uint8Array(0);
  state.sent = state.hasOpenChunks ? concat([state.sent ?? new Uint8Array(0), chunk]) : chunk;
  state.hasOpenChunks = action.kind === "bdat" && !action.isLast;
}

/** Writes what was composed: a list of `bytes` is one write each, everything else is one write, `split` cuts it. */
async function writeAll(
  state: AttemptState,
  session: Session,
  step: Step,
  composed: readonly Composed[],
  isSettled: boolean,
): Promise<void> {
  const segments = composed.flatMap((each) => each.segments);
  const gap = step.gap ?? defaultGap;
  const apart = step.action.kind === "bytes" && step.split === undefined && gap > 0 ? segments : inOneWrite(segments);
  if (step.split?.kind === "every-border") {
    state.borders = apart.reduce((sum, segment) => sum + countOctets(segment), 0);
  }
  await session.write(cut(apart, step.split, state.options.border), {
    verbs: composed.flatMap((each) => each.verbs),
    gap,
    isSettled,
  });
}

async function pipeline(
  state: AttemptState,
  session: Session,
  steps: readonly Step[],
  outer: Step,
): Promise<Ending | undefined> {
  const turns = steps
    .filter(({ when }) => when.every((gate) => gateHolds(gate, settingOfGate(state, session))))
    .flatMap((step) => turnsOf(state, step).map((bind) => ({ step, bind })));
  const composed = turns.map(({ step, bind }) => {
    bind();
    return composeStep(state, step);
  });
  await writeAll(
    state,
    session,
    outer,
    composed,
    steps.every(({ action, expect }) => action.kind !== "bytes" && expect.length > 0),
  );
  for (const { step, bind } of turns) {
    bind();
    const ending = await expectAll(state, session, step, step.expect);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

async function connect(
  state: AttemptState,
  action: Extract<Action, { kind: "connect" }>,
  step: Step,
): Promise<Ending | undefined> {
  const { endpoint: own } = state.run;
  // Another role of the same host: each host is tested by itself.
  const endpoint = action.port === undefined
    ? own
    : state.env.target.endpoints.find(({ role, host }) => role === action.port && host === own.host);
  if (endpoint === undefined) {
    throw new Unplayable("inconclusive", `the target has no endpoint of the role ${action.port}`);
  }
  const session = await openSession(state, action.name, endpoint);
  if (!(session instanceof Session)) return session;
  if (step.expect.length > 0) return await expectAll(state, session, step, step.expect);
  const greeting = await session.read();
  if (greeting.kind === "reply" && greeting.code >= 200 && greeting.code < 300) return undefined;
  const received = visible(describeObservation(greeting, session.show));
  const reason = `${received}: the connection "${action.name}" was not greeted`;
  return { kind: "inconclusive", reason, deviation: undefined };
}

async function playAuth(
  state: AttemptState,
  session: Session,
  action: Extract<Action, { kind: "auth" }>,
  step: Step,
): Promise<Ending | "over"> {
  const { values } = state;
  const mechanism = action.mechanism === undefined
    ? bestMechanism(session, state.env.target, state.env.refusedMechanisms.get(state.run.endpoint.name))
    : values.text(action.mechanism);
  if (mechanism === undefined) throw new Unplayable("inconclusive", noMechanism);
  const { received, problem } = await authenticate(session, {
    mechanism,
    user: values.text(action.user),
    pass: values.text(action.pass),
    nonce: values.text({
      encoding: "utf8",
      parts: [{ kind: "variable", name: "client_nonce", sum: undefined }],
      span: step.span,
    }),
    tamper: new Map([...action.tamper].map(([name, template]) => [name, values.text(template)])),
    within: step.within,
  });
  const [first, ...rest] = step.expect;
  if (first?.kind !== "reply") {
    if (problem !== undefined || !(received.kind === "reply" && received.code === 235)) {
      const reason = problem ?? `AUTH was answered by ${visible(describeObservation(received, session.show))}`;
      return { kind: "inconclusive", reason, deviation: undefined };
    }
    return await expectAll(state, session, step, step.expect) ?? "over";
  }
  return await settleReply(state, session, step, first, received, problem) ??
    await expectAll(state, session, step, rest) ?? "over";
}
