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
import type { Stage } from "./stage.ts";

/** Which state to reach, and what the session must have on the way. */
export interface StateGoal {
  readonly start: Start;
  readonly session: ReadonlySet<"tls" | "auth">;
  readonly endpoint: Endpoint;
  readonly target: Target;
  /** The mechanisms of AUTH that are known to be refused there. */
  readonly refused: ReadonlySet<string> | undefined;
  readonly nonce: string;
}

/** What was received, in words. */
export interface Answer {
  /** With the command that it follows, in a sentence. */
  readonly sentence: string;
  /** As a deviation has it: octets alone, or a sentence where none were received. */
  readonly seen: string;
}

/** Why a state was not reached. */
export interface ReachFailure {
  /**
   * What makes another try worth while, if anything does: a 421, a connection that failed, or a handshake after STARTTLS
   * that took too long, of which every try costs as much.
   */
  readonly again: "421" | "refused" | "handshake" | undefined;
  readonly answer: Answer;
  /** Why a case cannot begin. */
  readonly reason: string;
  /** The stage that was not passed. */
  readonly at: Stage;
  /** What was received in place of what brings the session on; undefined for a handshake, and what was never sent. */
  readonly received: Observation | undefined;
}

/** The first digit brings a session on (RFC 5321 §4.2.1); that the code is right is covered by cases of its own. */
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
    if (isProblem(facts)) {
      return { ...notReached("connection", facts.message), again: facts.isTimeOut ? "refused" : undefined };
    }
    session.enterTls(facts);
    needs.delete("tls");
  }
  if (start === "connected" && needs.size === 0) return undefined;
  const greeted = expectCode(session, undefined, {
    at: "greeting",
    received: await session.read(target.deadlines.greeting),
    codes: positive,
  });
  if (greeted !== undefined) return greeted;
  if (start === "greeted" && needs.size === 0) return undefined;

  const hello = `${rules.hello} ${target.client}`;
  const firstHello = await command(session, hello, { at: "hello", codes: positive });
  if (firstHello !== undefined) return firstHello;
  const wantsTls = needs.has("tls") ||
    (needs.has("auth") && rules.isSubmission && session.offer !== undefined &&
      offers(session.offer, "STARTTLS"));
  if (wantsTls && session.connection.tls === undefined) {
    const failure = await enterTls(session, options, hello);
    if (failure !== undefined) return failure;
  }
  // A submission server that offers no AUTH accepts mail without it, or refuses MAIL, which shows then.
  const isAuthVain = !options.session.has("auth") && session.offer !== undefined && !offers(session.offer, "AUTH");
  if (needs.has("auth") && !isAuthVain) {
    const failure = await logIn(session, options);
    if (failure !== undefined) return failure;
  }
  if (isAtLeast("mail")) {
    const failure = await command(session, `MAIL FROM:<${target.from}>`, { at: "mail", codes: positive });
    if (failure !== undefined) return failure;
  }
  if (isAtLeast("rcpt")) {
    const failure = await command(session, `RCPT TO:<${target.rcpt}>`, { at: "rcpt", codes: positive });
    if (failure !== undefined) return failure;
  }
  return isAtLeast("data") ? await command(session, "DATA", { at: "data", codes: intermediate }) : undefined;
}

async function enterTls(
  session: Session,
  { start, endpoint, target }: StateGoal,
  hello: string,
): Promise<ReachFailure | undefined> {
  const refused = await command(session, "STARTTLS", { at: "tls", codes: positive });
  if (refused !== undefined) return refused;
  const facts = await session.connection.startTls({
    name: endpoint.tlsName,
    ca: target.ca,
    within: target.deadlines.greeting,
  });
  if (isProblem(facts)) {
    return { ...notReached("tls", facts.message), again: facts.isTimeOut ? "handshake" : undefined };
  }
  session.enterTls(facts);
  if (start === "connected" || start === "greeted") return undefined;
  return await command(session, hello, { at: "tls", codes: positive });
}

async function logIn(session: Session, options: StateGoal): Promise<ReachFailure | undefined> {
  const { target, refused, nonce } = options;
  const { user, pass } = target;
  if (user === undefined || pass === undefined || session.offer === undefined) {
    return notReached("login", "no user and password were given");
  }
  const mechanism = bestMechanism(session, target, refused);
  if (mechanism === undefined) return notReached("login", noMechanism);
  const { received, problem } = await authenticate(session, {
    mechanism,
    user,
    pass,
    nonce,
    tamper: new Map(),
    within: undefined,
  });
  return problem === undefined
    ? expectCode(session, `AUTH ${mechanism}`, { at: "login", received, codes: positive })
    : notReached("login", problem);
}

/** Sends one command and wants a code of some form. */
async function command(
  session: Session,
  line: string,
  { at, codes }: { readonly at: Stage; readonly codes: RegExp },
): Promise<ReachFailure | undefined> {
  await session.send(line);
  return expectCode(session, line, { at, received: await session.read(), codes });
}

/** Wants a code of some form in what answers a command; without `what` it is the greeting. */
function expectCode(
  session: Session,
  what: string | undefined,
  { at, received, codes }: { readonly at: Stage; readonly received: Observation; readonly codes: RegExp },
): ReachFailure | undefined {
  if (received.kind === "reply" && codes.test(String(received.code))) return undefined;
  const isPlea = received.kind === "reply" && received.code === 421;
  const again = isPlea ? "421" : received.kind === "close" || received.kind === "silence" ? "refused" : undefined;
  const answer = describeAnswer(session, what, received);
  return { ...notReached(at, answer.sentence), answer, again, received };
}

/** Describes what was received after a command; without `what` in place of the greeting. Not masked. */
export function describeAnswer(session: Session, what: string | undefined, received: Observation): Answer {
  const seen = describeObservation(received, session.show);
  const shown = visible(seen);
  switch (received.kind) {
    case "reply":
    case "malformed":
      return { sentence: what === undefined ? `the greeting was ${shown}` : `${what} was answered by ${shown}`, seen };
    case "close":
    case "silence": {
      const sentence = `${shown} ${what === undefined ? "in place of the greeting" : `after ${what}`}`;
      return { sentence, seen: sentence };
    }
  }
}

/** Says what was received, and that the case could not begin. */
function notReached(at: Stage, sentence: string): ReachFailure {
  const answer = { sentence, seen: sentence };
  return { again: undefined, answer, reason: `${sentence}: the start was not reached`, at, received: undefined };
}
