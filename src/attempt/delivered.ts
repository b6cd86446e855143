/** Reading mail back: what was delivered, and, by a sentinel that came later, what was not. */
import { latin1Text, utf8 } from "../base/octets.ts";
import { plainLine } from "../base/show.ts";
import type { PlainProblem } from "../base/problem.ts";
import type { Expectation } from "../case/case.ts";
import type { Delivered, HeaderExpectation } from "../case/expected.ts";
import type { Template } from "../case/template_types.ts";
import type { Seen } from "../judge/deviation.ts";
import { wrong } from "../judge/judge.ts";
import { countForKey } from "../judge/key.ts";
import { receivedDiffers, returnPathDiffers } from "../judge/trace.ts";
import type { DeliveredMail, Mailbox } from "../targets/mailbox.ts";
import { sleep } from "../wire/sleep.ts";
import { reachState } from "../session/reach_state.ts";
import type { Ending } from "./attempt.ts";
import { awaitMail, findMail, plainMessage } from "./await_mail.ts";
import { quit } from "../session/quit.ts";
import { about, type AttemptState, conclude, openSession, settingOf, withoutBranch } from "./attempt_state.ts";
import { Session } from "../session/session.ts";

/** Deliveries of one queue may overtake each other, by so much of the time that one may take. Our choice: a second of 30. */
const grace = 1 / 30;

/** Looks for the mail that a case expects in a mailbox. */
export async function checkDelivered(
  state: AttemptState,
  session: Session,
  expectation: Extract<Expectation, { kind: "delivered" }>,
): Promise<Ending | undefined> {
  const { mail } = expectation;
  const { env, values } = state;
  const to = values.text(mail.to);
  const mailbox = env.mailboxes.get(to);
  if (mailbox === undefined) {
    return { kind: "inconclusive", reason: `the mailbox of ${to} cannot be read back`, deviation: undefined };
  }
  const text = values.text(mail.containing);
  const before = state.arrived.get(to) ?? 0;
  const found = await lookFor(state, { mailbox, before }, text, mail);
  if (!Array.isArray(found)) return found;
  state.transcript.note("mailbox", `${found.length} delivered that contain "${text}"`);
  const problem = countDiffers(
    found.length,
    mail.count,
    text === state.token ? "" : ` with ${show(state, text.replaceAll(state.token, "$token"))} in it`,
  ) ??
    found.map((each) => differs(state, mail, each)).find((difference) => difference !== undefined);
  if (problem === undefined) return undefined;
  if (mail.isSetUp) {
    return {
      kind: "inconclusive",
      reason: `${problem.received}, so that nothing can be concluded`,
      deviation: undefined,
    };
  }
  if (problem.key.startsWith("body") && mailbox.unshown?.test(wantedBody(state, mail) ?? "") === true) {
    const reason = `${problem.received}, but with a bare CR or NUL in it, which this mailbox may not show as stored`;
    return { kind: "inconclusive", reason, deviation: undefined };
  }
  const judgement = withoutBranch(wrong(settingOf(state, session), undefined));
  return conclude(state, judgement, about(state, session, expectation, problem));
}

/** Says whether too few or too many were delivered, or undefined; `which` are words about them. */
function countDiffers(count: number, { least, most }: Delivered["count"], which: string): Seen | undefined {
  const key = `delivered ${countForKey(count)}`;
  const few = count === 0 ? "not" : `only ${count}`;
  if (count < least) return { received: `${few} delivered${which}, though a later message was`, key };
  return count > most ? { received: `${count} delivered${which}`, key } : undefined;
}

/**
 * Waits for the messages. That there are no more, or none, is believed only when a sentinel which was sent later has
 * arrived.
 */
async function lookFor(
  state: AttemptState,
  { mailbox, before }: { readonly mailbox: Mailbox; readonly before: number },
  text: string,
  { count }: Delivered,
): Promise<DeliveredMail[] | Ending> {
  const { env } = state;
  const { delivery } = env.target.deadlines;
  const found = await awaitMail(env, mailbox, { text, least: count.least, after: before });
  if (!Array.isArray(found)) return unsearched(found);
  if (found.length >= count.least && count.most === Infinity) return found;
  const sentinel = `s${env.token()}`;
  const failed = await sendSentinel(state, sentinel);
  if (failed !== undefined) return failed;
  const later = await awaitMail(env, mailbox, { text: sentinel, least: 1, after: before });
  if (!Array.isArray(later)) return unsearched(later);
  if (later.length === 0) {
    const reason = `no mail arrives in the mailbox within ${delivery / 1000} s, not even a plain message`;
    return { kind: "inconclusive", reason, deviation: undefined };
  }
  await sleep(delivery * grace);
  const all = await findMail(mailbox, { text, after: before }, delivery);
  return Array.isArray(all) ? all : unsearched(all);
}

/** Where a mailbox cannot be searched, nothing can be said about what was delivered. */
function unsearched({ message }: PlainProblem): Ending {
  const reason = `the mailbox cannot be searched: ${plainLine(message)}`;
  return { kind: "inconclusive", reason, deviation: undefined };
}

async function sendSentinel(state: AttemptState, sentinel: string): Promise<Ending | undefined> {
  const { env, run } = state;
  const session = await openSession(state, "sentinel", run.endpoint);
  if (!(session instanceof Session)) return session;
  const failure = await reachState(session, {
    start: "data",
    session: run.case.session,
    endpoint: run.endpoint,
    target: env.target,
    refused: env.refusedMechanisms.get(run.endpoint.name),
    nonce: sentinel,
  });
  const unsent = (reason: string): Ending => ({
    kind: "inconclusive",
    reason: `the sentinel message was not accepted: ${reason}`,
    deviation: undefined,
  });
  if (failure !== undefined) return unsent(failure.reason);
  const octets = plainMessage(env, sentinel, "The message before this one has had its time.");
  await session.write([{ octets, secrets: [] }], { verbs: ["."], gap: 0, isSettled: true });
  const received = await session.read();
  await quit(session, 1_000);
  return received.kind === "reply" && received.code === 250
    ? undefined
    : unsent(received.kind === "reply" ? String(received.code) : received.kind);
}

const mostCharacters = 80; // our choice: a line that differs is known by then

function show({ transcript }: AttemptState, line: string | undefined): string {
  return line === undefined ? "missing" : transcript.quote(line, mostCharacters);
}

/** Says how a delivered message differs from what is wanted, or undefined. */
function differs(state: AttemptState, mail: Delivered, found: DeliveredMail): Seen | undefined {
  const wanted = wantedBody(state, mail);
  if (wanted !== undefined) {
    const difference = compareBodies(wanted, found.body, (line) => show(state, line));
    if (difference !== undefined) return difference;
  }
  const facts = {
    fill: (template: Template) => state.values.text(template),
    show: (value: string) => state.transcript.quote(value),
  };
  const differences = [
    ...mail.headers.map((header) => headerDiffers(state, header, found)),
    ...mail.received.map((received) => receivedDiffers(received, found.header, facts)),
    mail.returnPath === undefined ? undefined : returnPathDiffers(mail.returnPath, found.header, facts),
  ];
  return differences.find((difference) => difference !== undefined);
}

/** Gives the body that is wanted, one character an octet; undefined where any will do. */
function wantedBody(state: AttemptState, { body }: Delivered): string | undefined {
  if (body === undefined) return undefined;
  return body.kind === "as-sent" ? sentBody(state) : latin1Text(utf8(state.values.text(body.text)));
}

function sentBody(state: AttemptState): string {
  const sent = latin1Text(state.sent ?? new Uint8Array(0));
  return sent.slice(sent.indexOf("\r\n\r\n") + 4);
}

/** Compares line by line, line ends aside; one empty line at the end more or less is no difference. */
function compareBodies(wanted: string, got: string, show: (line: string | undefined) => string): Seen | undefined {
  const [expected, actual] = [splitBody(wanted), splitBody(got)];
  for (let at = 0; at < Math.max(expected.lines.length, actual.lines.length); at++) {
    if (expected.lines[at] !== actual.lines[at]) {
      const received = `line ${at + 1} of the body is ${show(actual.lines[at])}, not ${show(expected.lines[at])}`;
      return { received, key: "body line" };
    }
  }
  return Math.abs(expected.empty - actual.empty) > 1
    ? { received: `${actual.empty} empty lines end the body, not ${expected.empty}`, key: "body end" }
    : undefined;
}

/** Parts the empty lines at the end from the lines before them. */
function splitBody(text: string): { readonly lines: readonly string[]; readonly empty: number } {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const end = lines.findLastIndex((line) => line !== "") + 1;
  return { lines: lines.slice(0, end), empty: lines.length - end };
}

function headerDiffers(
  state: AttemptState,
  wanted: HeaderExpectation,
  { header }: DeliveredMail,
): Seen | undefined {
  const { name, nth, text, raw, count, before } = wanted;
  const isNamed = (field: { name: string }, one: string) => field.name.toLowerCase() === one.toLowerCase();
  const parts = wanted.containing.map((part) => state.values.text(part).toLowerCase());
  const isLookedAt = (field: { name: string; value: string }) =>
    (name === "any" || isNamed(field, name)) && parts.every((part) => field.value.toLowerCase().includes(part));
  const fields = header.filter(isLookedAt);
  const shown = `${name === "any" ? "" : `${name} `}field${parts.length > 0 ? ` with ${parts.join(" and ")}` : ""}`;
  if (count !== undefined && (fields.length < count.least || fields.length > count.most)) {
    const [first] = fields;
    const seen = first === undefined || parts.length === 0
      ? ""
      : `, the first is ${first.name}: ${show(state, first.value)}`;
    const received = `there are ${fields.length} ${shown.replace("field", "fields")}${seen}`;
    return { received, key: `header ${name} count ${countForKey(fields.length)}` };
  }
  if (count === undefined && fields.length === 0) {
    return { received: `there is no ${shown}`, key: `header ${name} missing` };
  }
  const below = before === undefined ? -1 : header.findIndex((field) => isNamed(field, before));
  if (before !== undefined && below !== -1 && header.findIndex(isLookedAt) > below) {
    return { received: `the first ${shown} stands below ${before}`, key: `header ${name} order` };
  }
  if (count?.least === 0 && fields.length === 0) return undefined; // It may be missing; if it is there, the text holds.
  const looked = nth === undefined ? fields : fields.slice(nth - 1, nth);
  if (text !== undefined && !looked.some(({ value }) => text.test(value))) {
    const values = looked.map(({ value }) => show(state, value)).join(", ") || "missing";
    return { received: `${name} is ${values}`, key: `header ${name} text` };
  }
  if (raw === undefined || looked.some((field) => raw.test(field.raw))) return undefined;
  const stored = looked.map((field) => show(state, field.raw)).join(", ") || "missing";
  return { received: `${name} is stored as ${stored}`, key: `header ${name} raw` };
}
