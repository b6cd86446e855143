/** Scripts for the scripted server: what it does when somebody connects, sends a command or ends a message. */
import type { Milliseconds } from "../base/time.ts";

/** One thing that a scripted server does. A text is a line: CRLF is added. */
export type Act =
  | string
  /** Exactly these octets, one a character. */
  | { readonly kind: "octets"; readonly octets: string }
  /** `bare-fin` leaves out the close_notify of TLS. */
  | { readonly kind: "close"; readonly how: "fin" | "bare-fin" | "reset" }
  | { readonly kind: "pause"; readonly time: Milliseconds }
  | { readonly kind: "tls"; readonly certificate: CertificateName }
  /** Says the octets again and again, with a pause between, until the client is gone. */
  | { readonly kind: "flood"; readonly octets: string; readonly pause: Milliseconds }
  /** Reads nothing more and sends nothing more. */
  | { readonly kind: "deaf" }
  /** Waits for octets, and discards what was received. */
  | { readonly kind: "swallow" }
  /** Reads content up to the line with a single dot, and gives the answer to ".". */
  | { readonly kind: "content" }
  /** The next line is no command: this answers it. */
  | { readonly kind: "ask"; readonly answer: Answer }
  /** Takes no further connections. */
  | { readonly kind: "stop-listening" };

/** The certificates that the server may show. */
export type CertificateName = "mx" | "expired";

/** What is known where an answer is chosen. */
export interface Moment {
  /** The line that is answered, without its CRLF. */
  readonly line: string;
  /** The number of the connection, from 1. */
  readonly connection: number;
  /** How often this was answered before, on all connections. */
  readonly turn: number;
  readonly isInTls: boolean;
  /** The latest content, for the answer to ".". */
  readonly content: string;
}

/** An act, several, or a function that chooses. */
export type Answer = Act | readonly Act[] | ((moment: Moment) => Act | readonly Act[]);

/**
 * Answers by what they answer: `connect`, a whole command line, a verb, `.` for content, `*` for any other command. A
 * well-behaved server answers what is not named.
 */
export type Answers = Readonly<Record<string, Answer>>;

export interface Script {
  readonly answers?: Answers;
  /** The keyword lines of EHLO. */
  readonly offers?: readonly string[];
  /** TLS is on from the first octet. */
  readonly isImplicitTls?: boolean;
  /** Is given each message that was accepted, one character an octet, before it is answered. */
  readonly deliver?: (mail: string) => Promise<void>;
}

/** Says a line that may lack its end, or any other octets. */
export function octets(text: string): Act {
  return { kind: "octets", octets: text };
}

export function close(how: "fin" | "bare-fin" | "reset"): Act {
  return { kind: "close", how };
}

export function pause(time: Milliseconds): Act {
  return { kind: "pause", time };
}

/** Says nothing, and reads on. */
export const nothing: readonly Act[] = [];

/** Gives one answer after the other, the last one for good. */
export function turns(...answers: readonly (Act | readonly Act[])[]): Answer {
  return ({ turn }) => answers[Math.min(turn, answers.length - 1)] ?? [];
}

/** Gives one answer on the first connection, and another on all that follow. */
export function firstOnly(first: Act | readonly Act[], then: Act | readonly Act[]): Answer {
  return ({ connection }) => connection === 1 ? first : then;
}

/** The answers of a well-behaved server. */
export function goodAnswers(offers: readonly string[]): Answers {
  const hello = ["mx.test greets you", ...offers]
    .map((line, index, lines) => `250${index === lines.length - 1 ? " " : "-"}${line}`);
  return {
    connect: "220 mx.test ESMTP",
    EHLO: hello,
    LHLO: hello,
    HELO: "250 mx.test",
    MAIL: "250 sender ok",
    RCPT: "250 recipient ok",
    DATA: ["354 go on", { kind: "content" }],
    ".": "250 taken",
    BDAT: "250 chunk taken",
    RSET: "250 reset",
    NOOP: "250 nothing done",
    VRFY: "252 who knows",
    STARTTLS: ["220 go on", { kind: "tls", certificate: "mx" }],
    QUIT: ["221 bye", close("fin")],
    "*": "500 unknown command",
  };
}
