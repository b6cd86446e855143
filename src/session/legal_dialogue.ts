/**
 * Follows whether a client has sent nothing but legal input, in turn and at an ordinary pace: then a server has no reason to
 * be silent, to close or to answer 421. Whatever else was sent ends that for the rest of the session.
 */
import { latin1Text } from "../base/octets.ts";
import { offers } from "../smtp/ehlo.ts";
import { type ClientState, isLegalCommand, isLegalContent } from "../smtp/legal_command.ts";
import type { Reply } from "../smtp/reply.ts";
import type { Outgoing } from "../wire/outgoing.ts";

const mostCommands = 20; // our choice: servers limit the commands of a session, and those that do nothing first

/** What the end of a message is called as an input. */
export const endOfMessage = "the end of a message";

/** One write, and what is known of the session besides. */
export interface Write {
  readonly segments: readonly Outgoing[];
  /** Each command before has its reply, and this one is to have one too. */
  readonly isInTurn: boolean;
  readonly isContentDue: boolean;
}

/** The commands that others may follow in one write (RFC 2920 §3.1). */
const mayBeFollowed: readonly string[] = ["RSET", "MAIL", "RCPT"];

/** Says whether lines are legal commands one after the other, several where PIPELINING is offered. */
function isLegalGroup(lines: readonly string[], state: ClientState): boolean {
  const { offer } = state;
  if (lines.length > 1 && (offer === undefined || !offers(offer, "PIPELINING"))) return false;
  let expected = state;
  return lines.every((line, at) => {
    const verb = (/^[A-Za-z]+/.exec(line)?.[0] ?? "").toUpperCase();
    if (!isLegalCommand(line, expected) || (at < lines.length - 1 && !mayBeFollowed.includes(verb))) return false;
    expected = stateAfter(verb, expected);
    return true;
  });
}

/** Gives the state after a command that was accepted. */
function stateAfter(verb: string, state: ClientState): ClientState {
  switch (verb) {
    case "greeting":
      return { ...state, isGreeted: true };
    case "EHLO":
    case "LHLO":
    case "HELO":
      return { ...state, isIntroduced: true, transaction: "none" };
    case "MAIL":
      return { ...state, transaction: "sender" };
    case "RCPT":
      return { ...state, transaction: "recipient" };
    case "RSET":
    case ".":
      return { ...state, transaction: "none" };
    default:
      return state;
  }
}

export class LegalDialogue {
  #state: ClientState;
  #isLegal: boolean;
  #commands = 0;
  #input: string | undefined;

  /** `isOrdinary`: nothing hostile, heavy or slow is to be sent. */
  constructor({ isOrdinary, isLmtp }: { readonly isOrdinary: boolean; readonly isLmtp: boolean }) {
    this.#isLegal = isOrdinary;
    this.#state = {
      offer: undefined,
      isGreeted: false,
      isIntroduced: false,
      transaction: "none",
      isInTls: false,
      isLmtp,
    };
  }

  /** The legal input whose replies are due: a line, or those of a group; undefined where it is not legal, or what came before was not. */
  get input(): string | undefined {
    return this.#isLegal ? this.#input : undefined;
  }

  /** Notes that from here on nothing is held against the server. */
  end(): void {
    this.#isLegal = false;
  }

  write({ segments, isInTurn, isContentDue }: Write): void {
    this.#input = undefined;
    if (!this.#isLegal) return;
    const [segment, ...more] = segments;
    if (segment === undefined || more.length > 0 || segment.filler !== undefined || !isInTurn) return this.end();
    const text = latin1Text(segment.octets);
    if (isContentDue) {
      if (!isLegalContent(text, this.#state)) return this.end();
      this.#input = endOfMessage;
      return;
    }
    const lines = text.split(/(?<=\r\n)/);
    this.#commands += lines.length;
    if (this.#commands > mostCommands) return this.end();
    // A login may be put off and refused by policy; what comes after one that succeeded counts again.
    if (segment.secrets.length > 0 || /^AUTH /i.test(text)) return;
    if (!isLegalGroup(lines, this.#state)) return this.end();
    this.#input = lines.map((line) => line.slice(0, -2)).join(", ");
  }

  /** Notes a reply to the verb of a command; "greeting" for none, "." for the end of a message. */
  read(verb: string, { code }: Reply): void {
    if (code >= 500 || code === 421) return this.end(); // what follows an error may be policy
    if (code < 300) this.#state = stateAfter(verb, this.#state);
  }

  /** Notes what is offered, or that nothing is. */
  offer(offer: ClientState["offer"]): void {
    this.#state = { ...this.#state, offer };
  }

  /** Begins anew inside TLS (RFC 3207 §4.2). */
  enterTls(): void {
    this.#input = undefined;
    this.#state = { ...this.#state, offer: undefined, isIntroduced: false, transaction: "none", isInTls: true };
  }
}
