/**
 * The points at which the reference server decides something. A choice or a fault replaces one of them and leaves the
 * rest; what the points share is the context, so that a replaced point is used by all the others.
 */
import type { Role } from "../../smtp/role.ts";
import type { Command, CutLine } from "./line.ts";
import type { Parameter } from "./parameter.ts";
import type { Path, PathRules, ReadPath } from "./path.ts";
import type { Reply } from "./reply.ts";
import type { Delivery, Exchange, Next, Reason, Sender, State, Turn } from "./state.ts";
import type { TextEnd } from "./text.ts";

/** The configuration of the server. Clock and random values are handed in. */
export interface Host {
  readonly domain: string;
  /** Names of mailboxes, in lower case. */
  readonly mailboxes: ReadonlySet<string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Passwords by user. */
  readonly users: ReadonlyMap<string, string>;
  /** Tokens of OAuth 2.0 by user. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Who may show which certificate: users by its fingerprint. */
  readonly certified: ReadonlyMap<string, string>;
  readonly clientAddress: string;
  readonly now: () => Date;
  readonly word: () => string;
}

/** Sizes in octets. */
export interface Sizes {
  readonly message: number;
  readonly textLine: number;
  readonly localPart: number;
  readonly domain: number;
  readonly path: number;
  readonly response: number;
  readonly recipients: number;
  /** A command line with its CRLF, by verb. */
  readonly commandLine: (verb: string) => number;
}

/** What becomes of a recipient or of an address in VRFY. */
export type Resolved =
  | { readonly kind: "mailbox"; readonly name: string }
  | { readonly kind: "list"; readonly members: readonly string[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "foreign" };

export interface Context {
  readonly host: Host;
  readonly behaviour: Behaviour;
}

/** Executes a command. */
export type Handler = (state: State, argument: string, context: Context) => Turn;

/** Begins an exchange; `initial` is the decoded initial response. */
export type Mechanism = {
  readonly isServerFirst: boolean;
  readonly needsTls: boolean;
  /** It is there only for a client with a certificate of a user. */
  readonly needsCertificate?: boolean;
  readonly start: (context: Context, state: State) => Exchange;
  /** What the server sends first, decoded. */
  readonly challenge: (exchange: Exchange) => string;
};

/** A certificate and its key (PEM). */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What a BDAT command announced. */
export type Chunk = Extract<Next, { kind: "chunk" }>;

/** Judges the value of a parameter; gives what is wrong with it, or undefined. */
export type ParameterRule = (
  value: string | undefined,
  context: Context,
  command: { readonly state: State; readonly parameters: readonly Parameter[] },
) => Reply | undefined;

/** The parameters of a command, by keyword in upper case. */
export type ParameterRules = ReadonlyMap<string, ParameterRule>;

/** All points of decision. */
export interface Behaviour {
  readonly sizes: Sizes;
  readonly greet: (host: Host, state: State) => readonly Reply[];
  /** Cuts a command line or a response off; `read` is where the latest read began. */
  readonly cutLine: (input: string, read: number) => CutLine | undefined;
  readonly flawOf: (line: string) => string | undefined;
  readonly readCommand: (line: string) => Command;
  readonly commands: ReadonlyMap<string, Handler>;
  readonly unknown: (state: State, command: Command) => Turn;
  readonly refuseLine: (state: State, why: string) => Turn;
  readonly offers: (state: State, context: Context) => readonly string[];
  readonly readPath: (text: string, rules: PathRules) => ReadPath;
  readonly readParameters: (text: string, rules: { readonly isUtf8: boolean }) => readonly Parameter[] | undefined;
  readonly mailParameters: ParameterRules;
  readonly rcptParameters: ParameterRules;
  readonly hasTwice: (parameters: readonly Parameter[]) => boolean;
  readonly isOriginalRecipient: (value: string, isXtext: (text: string) => boolean) => boolean;
  readonly isDomainOrLiteral: (text: string) => boolean;
  readonly isXtext: (text: string) => boolean;
  readonly resolve: (path: Path, host: Host) => Resolved;
  /** Refuses a path for its domain, on a port for submission. */
  readonly refuseDomain: (state: State, path: Path | undefined) => Reply | undefined;
  /** Clears the open transaction. */
  readonly reset: (state: State, reason: Reason) => State;
  readonly findEnd: (text: string, from: number, read: number) => TextEnd | undefined;
  readonly unstuff: (text: string) => string;
  /** Says why a message cannot be accepted, or undefined. */
  readonly refuseMessage: (content: string, state: State, context: Context) => Reply | undefined;
  readonly endText: (state: State, text: string, context: Context) => Turn;
  readonly endChunk: (state: State, chunk: Chunk, octets: string, context: Context) => Turn;
  readonly mechanisms: ReadonlyMap<string, Mechanism>;
  readonly decodeBase64: (text: string) => string | undefined;
  readonly respond: (state: State, exchange: Exchange, line: string, context: Context) => Turn;
  /** Adds what a submitted message lacks. */
  readonly complete: (content: string, host: Host) => string;
  /** Gives the trace fields that go before a message. */
  readonly trace: (state: State, sender: Sender, host: Host) => string;
  /** Makes what is stored of a message. */
  readonly store: (content: string, trace: string) => string;
  /** Makes the notifications of success that were asked for. */
  readonly notify: (state: State, content: string, context: Context) => readonly Delivery[];
  readonly deliver: (delivery: Delivery) => Delivery;
  /** Gives the input that still counts after a turn. */
  readonly keepInput: (rest: string, turn: Turn) => string;
  /** The state in which a session goes on inside TLS. */
  readonly enterTls: (state: State, context: Context) => State;
  /** Says how many of the octets received where a ClientHello is due are treated as SMTP in plaintext, and kept. */
  readonly clearBeforeTls: (octets: string) => number;
  /** The certificate that TLS shows, and its key. */
  readonly identity: Identity;
  /**
   * Answers the first octets that a client sends for TLS, one character each, in place of the TLS library, and closes;
   * undefined lets the handshake go on.
   */
  readonly answerHello: (octets: string) => string | undefined;
  /** What is sent first inside TLS after STARTTLS. */
  readonly greetInTls: (host: Host, port: Role) => readonly Reply[];
  readonly writeReply: (reply: Reply) => string;
  /** How the server closes after QUIT; `silent` leaves close_notify out. */
  readonly closing: "fin" | "reset" | "silent" | "never";
}

/** Replaces points of a behaviour. */
export type Mutation = (right: Behaviour) => Partial<Behaviour>;

/** Applies mutations one after the other. */
export function mutate(right: Behaviour, mutations: readonly Mutation[]): Behaviour {
  return mutations.reduce((behaviour, each) => ({ ...behaviour, ...each(behaviour) }), right);
}
