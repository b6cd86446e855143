/**
 * Follows whether a client has sent nothing but legal input, one command at a time, at an ordinary pace: then a server has
 * no reason to be silent, to close or to answer 421. Whatever else was sent ends that for the rest of the session.
 */
import { latin1Text } from "../base/octets.ts";
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

  /** The legal input whose reply is due, as a line; undefined where it is not legal, or what came before was not. */
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
    if (++this.#commands > mostCommands) return this.end();
    const text = latin1Text(segment.octets);
    if (isContentDue) {
      if (!isLegalContent(text, this.#state)) return this.end();
      this.#input = endOfMessage;
    } else {
      // A login may be put off and refused by policy; what comes after one that succeeded counts again.
      if (segment.secrets.length > 0 || /^AUTH /i.test(text)) return;
      if (!isLegalCommand(text, this.#state)) return this.end();
      this.#input = text.slice(0, -2);
    }
  }

  /** Notes a reply to the verb of a command; "greeting" for none, "." for the end of a message. */
  read(verb: string, { code }: Reply): void {
    if (code >= 500 || code === 421) return this.end(); // what follows an error may be policy
    if (code >= 300) return;
    const state = this.#state;
    switch (verb) {
      case "greeting":
        this.#state = { ...state, isGreeted: true };
        return;
      case "EHLO":
      case "LHLO":
      case "HELO":
        this.#state = { ...state, isIntroduced: true, transaction: "none" };
        return;
      case "MAIL":
        this.#state = { ...state, transaction: "sender" };
        return;
      case "RCPT":
        this.#state = { ...state, transaction: "recipient" };
        return;
      case "RSET":
      case ".":
        this.#state = { ...state, transaction: "none" };
    }
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
