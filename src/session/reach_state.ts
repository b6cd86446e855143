/** Reaching the state in which a case begins. A failure to reach it makes the case inconclusive, never a failure. */
import { isProblem } from "../base/problem.ts";
import { visible } from "../base/show.ts";
import type { Start } from "../case/case.ts";
import { describeObservation } from "../judge/describe.ts";
import { offers } from "../smtp/ehlo.ts";
import type { Observation } from "../smtp/observation.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { authenticate } from "./auth.ts";
import { bestMechanism, noMechanism } from "./best_mechanism.ts";
import type { Session } from "./session.ts";

/** Which state to reach, and what the session must have on the way. */
export interface StateGoal {
  readonly start: Start;
  readonly session: ReadonlySet<"tls" | "auth">;
  readonly endpoint: Endpoint;
  readonly target: Target;
  readonly nonce: string;
}

/** Why a state was not reached. */
export interface ReachFailure {
  /** What makes another try worth while, if anything does: a 421, or a connection that came to nothing. */
  readonly again: "421" | "refused" | undefined;
  readonly reason: string;
  /** The server answered with a temporary refusal. */
  readonly isTemporary: boolean;
}

/** The first digit brings a session on (RFC 5321 §4.2.1); that the code is right is the matter of cases of their own. */
const positive = /^2/;
const intermediate = /^3/;

const order: readonly Start[] = ["connected", "greeted", "ehlo", "mail", "rcpt", "data"];

/** Goes on from a fresh connection; gives undefined when the start is reached. */
export async function reachState(session: Session, options: StateGoal): Promise<ReachFailure | undefined> {
  const { start, endpoint, target } = options;
  const isAtLeast = (state: Start) => order.indexOf(start) >= order.indexOf(state);
  const needs = new Set(options.session);
  const rules = roleRules[endpoint.role];
  if (isAtLeast("mail") && rules.isSubmission) {
    if (target.user !== undefined && target.pass !== undefined) needs.add("auth");
  }
  if (rules.tls === "implicit") {
    const facts = await session.connection.startTls({
      name: endpoint.tlsName,
      ca: target.ca,
      within: target.deadlines.greeting,
    });
    if (isProblem(facts)) return notReached(facts.message);
    session.enterTls(facts);
    needs.delete("tls");
  }
  if (start === "connected" && needs.size === 0) return undefined;
  const greeted = expectCode(session, "the greeting", {
    saw: await session.read(target.deadlines.greeting),
    codes: positive,
  });
  if (greeted !== undefined) return greeted;
  if (start === "greeted" && needs.size === 0) return undefined;

  const hello = `${rules.hello} ${target.client}`;
  const firstHello = await command(session, hello, positive);
  if (firstHello !== undefined) return firstHello;
  const wantsTls = needs.has("tls") ||
    (needs.has("auth") && rules.isSubmission && session.offer !== undefined &&
      offers(session.offer, "STARTTLS"));
  if (wantsTls && session.connection.tls === undefined) {
    const failure = await enterTls(session, options, hello);
    if (failure !== undefined) return failure;
  }
  // A submission server that offers no AUTH takes mail without it, or refuses MAIL, which shows then.
  const isAuthVain = !options.session.has("auth") && session.offer !== undefined && !offers(session.offer, "AUTH");
  if (needs.has("auth") && !isAuthVain) {
    const failure = await logIn(session, options);
    if (failure !== undefined) return failure;
  }
  if (isAtLeast("mail")) {
    const failure = await command(session, `MAIL FROM:<${target.from}>`, positive);
    if (failure !== undefined) return failure;
  }
  if (isAtLeast("rcpt")) {
    const failure = await command(session, `RCPT TO:<${target.rcpt}>`, positive);
    if (failure !== undefined) return failure;
  }
  return isAtLeast("data") ? await command(session, "DATA", intermediate) : undefined;
}

async function enterTls(
  session: Session,
  { start, endpoint, target }: StateGoal,
  hello: string,
): Promise<ReachFailure | undefined> {
  const refused = await command(session, "STARTTLS", positive);
  if (refused !== undefined) return refused;
  const facts = await session.connection.startTls({
    name: endpoint.tlsName,
    ca: target.ca,
    within: target.deadlines.greeting,
  });
  if (isProblem(facts)) return notReached(facts.message);
  session.enterTls(facts);
  return start === "connected" || start === "greeted" ? undefined : await command(session, hello, positive);
}

async function logIn(session: Session, options: StateGoal): Promise<ReachFailure | undefined> {
  const { target, nonce } = options;
  const { user, pass } = target;
  if (user === undefined || pass === undefined || session.offer === undefined) {
    return notReached("no user and password were given");
  }
  const mechanism = bestMechanism(session, target);
  if (mechanism === undefined) return notReached(noMechanism);
  const { saw, problem } = await authenticate(session, {
    mechanism,
    user,
    pass,
    nonce,
    tamper: new Map(),
    within: undefined,
  });
  return problem === undefined
    ? expectCode(session, `AUTH ${mechanism}`, { saw, codes: positive })
    : notReached(problem);
}

/** Sends one command and wants a code of some form. */
async function command(session: Session, line: string, codes: RegExp): Promise<ReachFailure | undefined> {
  await session.send(line);
  return expectCode(session, line, { saw: await session.read(), codes });
}

function expectCode(
  session: Session,
  what: string,
  { saw, codes }: { readonly saw: Observation; readonly codes: RegExp },
): ReachFailure | undefined {
  if (saw.kind === "reply" && codes.test(String(saw.code))) return undefined;
  const reason = `the start was not reached: ${what} was answered by ${
    visible(describeObservation(saw, session.show))
  }`;
  const isTemporary = saw.kind === "reply" && saw.code >= 400 && saw.code < 500;
  const isPlea = saw.kind === "reply" && saw.code === 421;
  const again = isPlea ? "421" : saw.kind === "close" || saw.kind === "silence" ? "refused" : undefined;
  return { again, reason, isTemporary };
}

function notReached(reason: string): ReachFailure {
  return { again: undefined, reason: `the start was not reached: ${reason}`, isTemporary: false };
}
