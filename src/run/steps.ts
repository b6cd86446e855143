/** The steps: each kind of action, then what is expected of the server. */
import { showDuration } from "../base/time.ts";
import { visible } from "../base/show.ts";
import type { Action, Choice, Expectation, Pattern, Step, TlsExpectation } from "../case/case.ts";
import { describeCame, describeObservation } from "../judge/describe.ts";
import { judgeClose, judgeReplies, judgeReply, judgeSilence, wrong } from "../judge/judge.ts";
import { gateHolds } from "../plan/plan.ts";
import { type Field, writeDate } from "../smtp/content.ts";
import type { Observation } from "../smtp/observation.ts";
import { type Reply, replyText } from "../smtp/reply.ts";
import { sleep } from "../wire/connection.ts";
import type { TlsFacts } from "../wire/transcript.ts";
import { authenticate } from "./auth.ts";
import { compose, type Composed, cut, fillable, inOneWrite, isWriting } from "./compose.ts";
import { checkDelivered } from "./delivered.ts";
import { Unplayable } from "./env.ts";
import type { Ending } from "./attempt.ts";
import { about, collect, conclude, openSession, type Play, sayGoodbye, settingOf, withoutDetour } from "./play.ts";
import { Session } from "./session.ts";
import { fillerFor } from "./values.ts";

const closesWithin = 10_000; // our choice: how long a server may take to close when it must
const defaultGap = 20; // milliseconds, CASE_FORMAT

/** Plays a step, as often as it repeats; gives the ending of the case, or undefined when it goes on. */
export async function playStep(play: Play, step: Step): Promise<Ending | undefined> {
  const session = play.sessions.get(step.on);
  if (!step.when.every((gate) => gateHolds(gate, play.env.target, session?.offer))) return undefined;
  for (const bind of turnsOf(play, step)) {
    bind();
    const ending = await playTurn(play, step);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** Gives the turns of a step's loop: each binds the name of the loop to its value. */
function turnsOf(play: Play, { repeat }: Step): (() => void)[] {
  if (repeat === undefined) return [() => {}];
  const { times, each } = repeat;
  const { rcpts } = play.env.target;
  if (each !== undefined && rcpts.length < times) {
    throw new Unplayable("inconclusive", `there are only ${rcpts.length} values in $${each.list}`);
  }
  return Array.from({ length: times }, (_, turn) => () => {
    if (each !== undefined) play.values.keep(each.name, rcpts[turn] ?? "");
  });
}

async function playTurn(play: Play, step: Step): Promise<Ending | undefined> {
  const { action } = step;
  if (action.kind === "connect") return await connect(play, action, step);
  const session = play.sessions.get(step.on);
  if (session === undefined) throw new Unplayable("error", `there is no connection "${step.on}"`);
  play.values.offer = session.offer;
  const ending = await act(play, session, action, step);
  if (ending !== undefined) return ending === "over" ? undefined : ending;
  return await expectAll(play, session, step, step.expect);
}

/** Does the action; gives "over" when it has dealt with the step's expectations itself. */
async function act(play: Play, session: Session, action: Action, step: Step): Promise<Ending | "over" | undefined> {
  switch (action.kind) {
    case "read":
      return undefined;
    case "send":
    case "bytes":
    case "message":
    case "bdat": {
      const composed = composeStep(play, step);
      await writeAll(play, session, step, [composed], action.kind !== "bytes" && step.expect.length > 0);
      return undefined;
    }
    case "pipeline":
      return await pipeline(play, session, action.steps, step) ?? undefined;
    case "tls":
      return await startTls(play, session, action, step);
    case "hello":
      return await sayHello(play, session, action, step);
    case "auth":
      return await playAuth(play, session, action, step);
    case "close":
      session.connection.close(action.how);
      if (action.how === "reset") session.end();
      return undefined;
    case "wait":
      play.transcript.record(step.on, { kind: "note", text: `waits ${showDuration(action.time)}` });
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

function composeStep(play: Play, step: Step): Composed {
  const { action, fill } = step;
  if (!isWriting(action)) throw new Unplayable("error", `"${action.kind}" writes nothing`);
  if (fill !== undefined) play.values.keep("fill", fillerFor(play.values, fillable(action), fill));
  const composed = compose(action, play.values, standardFields(play));
  if (composed.content !== undefined) play.sent = composed.content;
  return composed;
}

function standardFields(play: Play): Field[] {
  const { env, token } = play;
  return [
    ["From", `<${env.target.from}>`],
    ["To", `<${env.target.rcpt ?? "undisclosed@client.test"}>`],
    ["Date", writeDate(env.now())],
    ["Message-ID", `<${token}@client.test>`],
  ];
}

/** Writes what was composed: a list of `bytes` is one write each, everything else is one write, `split` cuts it. */
async function writeAll(
  play: Play,
  session: Session,
  step: Step,
  composed: readonly Composed[],
  isSettled: boolean,
): Promise<void> {
  const segments = composed.flatMap((each) => each.segments);
  const gap = step.gap ?? defaultGap;
  const apart = step.action.kind === "bytes" && step.split === undefined && gap > 0 ? segments : inOneWrite(segments);
  if (step.split?.kind === "every-border") {
    play.borders = apart.reduce((sum, { octets }) => sum + octets.length, 0);
  }
  await session.write(cut(apart, step.split, play.options.border), {
    verbs: composed.flatMap((each) => each.verbs),
    gap,
    isSettled,
  });
}

async function pipeline(
  play: Play,
  session: Session,
  steps: readonly Step[],
  outer: Step,
): Promise<Ending | undefined> {
  const turns = steps
    .filter(({ when }) => when.every((gate) => gateHolds(gate, play.env.target, session.offer)))
    .flatMap((step) => turnsOf(play, step).map((bind) => ({ step, bind })));
  const composed = turns.map(({ step, bind }) => {
    bind();
    return composeStep(play, step);
  });
  await writeAll(
    play,
    session,
    outer,
    composed,
    steps.every(({ action, expect }) => action.kind !== "bytes" && expect.length > 0),
  );
  for (const { step, bind } of turns) {
    bind();
    const ending = await expectAll(play, session, step, step.expect);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** Waits for what a step expects, in order. */
async function expectAll(
  play: Play,
  session: Session,
  step: Step,
  expectations: readonly Expectation[],
): Promise<Ending | undefined> {
  for (const expectation of expectations) {
    const ending = await expectOne(play, session, step, expectation);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

async function expectOne(
  play: Play,
  session: Session,
  step: Step,
  expectation: Expectation,
): Promise<Ending | undefined> {
  switch (expectation.kind) {
    case "reply": {
      const saw = await session.read(step.within);
      return await settleReply(play, session, step, expectation, saw, undefined);
    }
    case "replies": {
      const came = await sayGoodbye(session, step.within) ?? await collect(session, step.within ?? 1_000);
      const judgement = withoutDetour(judgeReplies(expectation.choices, came, settingOf(play, session)));
      return conclude(play, judgement, about(play, session, expectation, describeCame(came)));
    }
    case "closes": {
      const mayGoOn = expectation.choices.every(({ then }) => then === "stop");
      const saw = await session.connection.closing(mayGoOn ? 0 : step.within ?? closesWithin);
      const judgement = withoutDetour(judgeClose(expectation.choices, saw, settingOf(play, session)));
      return conclude(play, judgement, about(play, session, expectation, describeObservation(saw)));
    }
    case "silence": {
      const saw = await session.connection.next(expectation.time);
      const judgement = withoutDetour(judgeSilence(saw, settingOf(play, session)));
      return conclude(play, judgement, about(play, session, expectation, describeObservation(saw)));
    }
    case "delivered":
      return await checkDelivered(play, session, expectation);
    default: {
      const nothing: never = expectation;
      return nothing;
    }
  }
}

/** Judges a reply, keeps what the step keeps, and plays a detour. `problem` is known to be wrong with it. */
async function settleReply(
  play: Play,
  session: Session,
  step: Step,
  expectation: Extract<Expectation, { kind: "reply" }>,
  saw: Observation,
  problem: string | undefined,
): Promise<Ending | undefined> {
  const setting = settingOf(play, session);
  const facts = about(play, session, expectation, describeObservation(saw));
  if (problem !== undefined) return conclude(play, withoutDetour(wrong(setting, problem)), facts);
  const judgement = judgeReply(expectation.choices, saw, setting);
  if (judgement.kind === "detour") return await detour(play, judgement.choice);
  const ending = conclude(play, judgement, facts);
  if (ending === undefined && saw.kind === "reply") keepAll(play, step, saw);
  return ending;
}

async function detour(play: Play, choice: Choice<Pattern>): Promise<Ending | undefined> {
  for (const step of choice.steps) {
    const ending = await playStep(play, step);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

function keepAll(play: Play, step: Step, reply: Reply): void {
  for (const { name, take } of step.keep) {
    const value = take === "code" ? String(reply.code) : take.exec(replyText(reply))?.[1];
    if (value === undefined) throw new Unplayable("inconclusive", `the reply holds nothing to keep as $${name}`);
    play.values.keep(name, value);
  }
}

async function connect(
  play: Play,
  action: Extract<Action, { kind: "connect" }>,
  step: Step,
): Promise<Ending | undefined> {
  const port = action.port === undefined
    ? play.run.port
    : play.env.target.ports.find(({ kind }) => kind === action.port);
  if (port === undefined) throw new Unplayable("inconclusive", `the target has no port of the kind ${action.port}`);
  const session = await openSession(play, action.name, port);
  if (!(session instanceof Session)) return session;
  if (step.expect.length > 0) return await expectAll(play, session, step, step.expect);
  const greeting = await session.read();
  if (greeting.kind === "reply" && greeting.code === 220) return undefined;
  const reason = `the connection "${action.name}" was not greeted: ${visible(describeObservation(greeting))}`;
  return { kind: "unclear", reason, finding: undefined };
}

async function startTls(
  play: Play,
  session: Session,
  action: Extract<Action, { kind: "tls" }>,
  step: Step,
): Promise<Ending | "over" | undefined> {
  const { target } = play.env;
  const facts = await session.connection.startTls({
    name: action.name === undefined ? target.host : play.values.text(action.name),
    ca: target.ca,
    within: step.within ?? target.deadlines.greeting,
  });
  const span = step.span;
  if (typeof facts === "string") {
    const mayFail = step.expect.some(({ kind, ...rest }) =>
      kind === "closes" && "choices" in rest && rest.choices.some(({ then }) => then === "stop")
    );
    if (mayFail) return { kind: "passed" };
    const judgement = withoutDetour(wrong(settingOf(play, session), facts));
    return conclude(play, judgement, { expected: ["a TLS handshake"], saw: facts, span });
  }
  session.enterTls(facts);
  const problem = checkSession(action.session, facts);
  if (problem !== undefined) {
    const judgement = withoutDetour(wrong(settingOf(play, session), undefined));
    return conclude(play, judgement, { expected: [problem.expected], saw: problem.saw, span });
  }
  const rest = step.expect.filter(({ kind }) => kind !== "closes");
  return await expectAll(play, session, step, rest) ?? "over";
}

function checkSession(wanted: TlsExpectation, facts: TlsFacts): { expected: string; saw: string } | undefined {
  const { protocol, cipher, name, valid, trusted } = wanted;
  if (protocol !== undefined && !protocol.test(facts.protocol)) {
    return { expected: `a protocol like ${protocol}`, saw: facts.protocol };
  }
  if (cipher !== undefined && !cipher.test(facts.cipher)) {
    return { expected: `a cipher like ${cipher}`, saw: facts.cipher };
  }
  if (name !== undefined && name !== facts.isForName) {
    return {
      expected: `a certificate ${name ? "" : "not "}for the host's name`,
      saw: facts.names.join(", ") || facts.subject,
    };
  }
  if (valid !== undefined && valid !== facts.isValidToday) {
    return { expected: "a certificate whose dates hold today", saw: `${facts.validFrom} to ${facts.validTo}` };
  }
  if (trusted !== undefined && trusted !== facts.isTrusted) {
    return { expected: "a chain to a known root", saw: facts.distrust ?? "trusted" };
  }
  return undefined;
}

async function sayHello(
  play: Play,
  session: Session,
  action: Extract<Action, { kind: "hello" }>,
  step: Step,
): Promise<Ending | "over"> {
  const { target } = play.env;
  const answer = await session.connection.sayHello(action.version, {
    name: target.host,
    within: target.deadlines.reply,
  });
  session.end();
  const setting = settingOf(play, session);
  const facts = {
    expected: action.record.filter(({ then }) => then !== "fail").map(({ pattern }) => pattern),
    saw: answer,
    span: step.span,
  };
  const choice = action.record.find(({ pattern }) => pattern === answer);
  if (choice === undefined && answer === "silence") {
    return { kind: "unclear", reason: "nothing answered the ClientHello", finding: undefined };
  }
  const because = choice?.because === undefined ? undefined : play.values.words(choice.because);
  if (choice === undefined || choice.then === "fail") {
    return conclude(play, withoutDetour(wrong(setting, because)), facts) ?? "over";
  }
  if (choice.then === "unclear") return { kind: "unclear", reason: because ?? answer, finding: undefined };
  if (choice.then === "warn") conclude(play, { kind: setting.level === "may" ? "note" : "warn", because }, facts);
  return { kind: "passed" };
}

async function playAuth(
  play: Play,
  session: Session,
  action: Extract<Action, { kind: "auth" }>,
  step: Step,
): Promise<Ending | "over"> {
  const { values } = play;
  const { saw, problem } = await authenticate(session, {
    mechanism: values.text(action.mechanism),
    user: values.text(action.user),
    pass: values.text(action.pass),
    nonce: values.text({
      encoding: "utf8",
      parts: [{ kind: "variable", name: "client_nonce", sum: undefined }],
      span: step.span,
    }),
    tamper: new Map([...action.tamper].map(([name, template]) => [name, values.text(template)])),
    hide: (secret) => play.transcript.hide(secret),
  });
  const [first, ...rest] = step.expect;
  if (first?.kind !== "reply") {
    if (problem !== undefined || !(saw.kind === "reply" && saw.code === 235)) {
      const reason = problem ?? `AUTH was answered by ${visible(describeObservation(saw))}`;
      return { kind: "unclear", reason, finding: undefined };
    }
    return await expectAll(play, session, step, step.expect) ?? "over";
  }
  return await settleReply(play, session, step, first, saw, problem) ??
    await expectAll(play, session, step, rest) ?? "over";
}
