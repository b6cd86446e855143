/** The steps about TLS: a handshake, or a bare ClientHello. */
import { isProblem } from "../base/problem.ts";
import type { Action, Step, TlsExpectation } from "../case/case.ts";
import type { Seen } from "../judge/deviation.ts";
import { type Judgement, wrong } from "../judge/judge.ts";
import type { TlsFacts } from "../wire/transcript.ts";
import type { Ending } from "./attempt.ts";
import { expectAll } from "./expect.ts";
import { type AttemptState, conclude, settingOf, withoutBranch, withTimeOut } from "./attempt_state.ts";
import type { Session } from "../session/session.ts";

/** Does a handshake, and checks what was agreed; gives "over" when it has dealt with the expectations too. */
export async function startTls(
  state: AttemptState,
  session: Session,
  action: Extract<Action, { kind: "tls" }>,
  step: Step,
): Promise<Ending | "over" | undefined> {
  const { env: { target }, run: { endpoint } } = state;
  const within = step.within ?? target.deadlines.greeting;
  const facts = await session.connection.startTls({
    name: action.name === undefined ? endpoint.tlsName : state.values.text(action.name),
    ca: target.ca,
    identity: action.showsCertificate ? target.clientIdentity : undefined,
    within,
  });
  const span = step.span;
  if (isProblem(facts)) {
    const mayFail = step.expect.some(({ kind, ...rest }) =>
      kind === "closes" && "outcomes" in rest && rest.outcomes.some(({ then }) => then === "stop")
    );
    if (mayFail) return { kind: "passed" };
    const judge = (judgement: Judgement) =>
      conclude(state, withoutBranch(judgement), {
        expected: ["a TLS handshake"],
        received: facts.message,
        key: "tls failed",
        span,
      });
    const setting = settingOf(state, session, step);
    const asSecond = () => judge(wrong(setting, facts.message));
    return facts.isTimeOut && !setting.isSecondTry
      ? withTimeOut(state, judge({ kind: "again", why: "timeout" }), { waited: within, asSecond })
      : asSecond();
  }
  session.enterTls(facts);
  const problem = checkSession(action.session, facts);
  if (problem !== undefined) {
    const judgement = withoutBranch(wrong(settingOf(state, session, step), undefined));
    return conclude(state, judgement, { ...problem, expected: [problem.expected], span });
  }
  const rest = step.expect.filter(({ kind }) => kind !== "closes");
  return await expectAll(state, session, step, rest) ?? "over";
}

function checkSession(wanted: TlsExpectation, facts: TlsFacts): (Seen & { readonly expected: string }) | undefined {
  const { protocol, cipher, name, valid, trusted } = wanted;
  if (protocol !== undefined && !protocol.test(facts.protocol)) {
    return { expected: `a protocol like ${protocol}`, received: facts.protocol, key: "tls protocol" };
  }
  if (cipher !== undefined && !cipher.test(facts.cipher)) {
    return { expected: `a cipher like ${cipher}`, received: facts.cipher, key: "tls cipher" };
  }
  if (name !== undefined && name !== facts.isForName) {
    return {
      expected: `a certificate ${name ? "" : "not "}for the host's name`,
      received: facts.names.join(", ") || facts.subject,
      key: "tls name",
    };
  }
  if (valid !== undefined && valid !== facts.isValidToday) {
    return {
      expected: "a certificate whose dates hold today",
      received: `${facts.validFrom} to ${facts.validTo}`,
      key: "tls dates",
    };
  }
  if (trusted !== undefined && trusted !== facts.isTrusted) {
    return { expected: "a chain to a known root", received: facts.distrust ?? "trusted", key: "tls trust" };
  }
  return undefined;
}

/** Sends a bare ClientHello, and judges the record that answers it. */
export async function sendHello(
  state: AttemptState,
  session: Session,
  action: Extract<Action, { kind: "hello" }>,
  step: Step,
): Promise<Ending | "over"> {
  const { env: { target }, run: { endpoint } } = state;
  const answer = await session.connection.sendHello(action.version, {
    name: endpoint.tlsName,
    layer: action.layer,
    within: target.deadlines.reply,
  });
  session.end();
  const setting = settingOf(state, session);
  const facts = {
    expected: action.record.filter(({ then }) => then !== "fail").map(({ pattern }) => pattern),
    received: answer,
    key: `record ${answer}`,
    span: step.span,
  };
  const outcome = action.record.find(({ pattern }) =>
    pattern === answer || (pattern === "alert" && answer === "protocol-version")
  );
  if (outcome === undefined && answer === "silence") {
    return { kind: "inconclusive", reason: "nothing answered the ClientHello", deviation: undefined };
  }
  const because = outcome?.because === undefined ? undefined : state.values.words(outcome.because);
  if (outcome === undefined || outcome.then === "fail") {
    return conclude(state, withoutBranch(wrong(setting, because)), facts) ?? "over";
  }
  if (outcome.then === "inconclusive") return { kind: "inconclusive", reason: because ?? answer, deviation: undefined };
  if (outcome.then === "warn") conclude(state, { kind: setting.level === "may" ? "note" : "warn", because }, facts);
  return outcome.then === "stop" ? { kind: "passed" } : "over";
}
