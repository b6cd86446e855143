/** What the reference server knows of a session, and what a turn of the dialogue brings. Plain values, no behaviour. */
import type { Role } from "../../smtp/role.ts";
import type { Parameter } from "./parameter.ts";
import type { Path } from "./path.ts";
import type { Reply } from "./reply.ts";

/** The reverse-path of the open transaction with its parameters. */
export interface Sender {
  /** Undefined for the null reverse-path. */
  readonly path: Path | undefined;
  readonly body: "7BIT" | "8BITMIME" | "BINARYMIME";
  readonly isUtf8: boolean;
  readonly parameters: readonly Parameter[];
}

/** The null reverse-path without parameters. */
export const nullSender: Sender = { path: undefined, body: "7BIT", isUtf8: false, parameters: [] };

/** An accepted recipient. */
export interface Recipient {
  readonly path: Path;
  /** The name of a mailbox of ours, or undefined for a relayed recipient. */
  readonly mailbox: string | undefined;
  readonly parameters: readonly Parameter[];
}

/** How the client introduced itself. */
export interface Hello {
  readonly verb: "EHLO" | "HELO" | "LHLO";
  readonly name: string;
}

/** A session between two commands. */
export interface State {
  readonly port: Role;
  readonly isTls: boolean;
  /** The name of the cipher suite, once something was read inside TLS. */
  readonly cipher: string | undefined;
  /** The user whose certificate the client showed in TLS. */
  readonly certified: string | undefined;
  readonly hello: Hello | undefined;
  readonly user: string | undefined;
  readonly sender: Sender | undefined;
  readonly recipients: readonly Recipient[];
  /** The chunks of BDAT so far; undefined before the first, "refused" once one was refused (RFC 3030 §2). */
  readonly chunks: readonly string[] | "refused" | undefined;
}

/** What the server reads next. */
export type Next =
  | { readonly kind: "command" }
  | { readonly kind: "text" }
  | { readonly kind: "chunk"; readonly octets: number; readonly isLast: boolean; readonly refusal: Reply | undefined }
  | { readonly kind: "response"; readonly exchange: Exchange }
  | { readonly kind: "tls" }
  | { readonly kind: "close" };

/** An AUTH exchange under way: what the next response means. */
export interface Exchange {
  readonly mechanism: string;
  /** Takes a decoded response, one character an octet. */
  readonly evaluate: (response: string) => SaslStep;
}

/** What a mechanism makes of a response. */
export type SaslStep =
  | { readonly kind: "challenge"; readonly text: string; readonly exchange: Exchange }
  | { readonly kind: "success"; readonly user: string }
  | { readonly kind: "failure"; readonly reply: Reply };

/** A message that was accepted, for some mailboxes. */
export interface Delivery {
  readonly mailboxes: readonly string[];
  /** The message with its trace fields, one character an octet. */
  readonly mail: string;
  /** The status notifications that it brings about (RFC 3461 §5.2.3). */
  readonly notices: readonly Delivery[];
}

/** What a command, a message, a chunk or a response leads to. */
export interface Turn {
  readonly state: State;
  readonly replies: readonly Reply[];
  readonly next: Next;
  /** Stored before the replies go out. */
  readonly delivery: Delivery | undefined;
}

/** The reasons for which a transaction is cleared. */
export type Reason = "hello" | "rset" | "end" | "tls";

/** A session that has just begun. */
export function freshState(port: Role): State {
  return {
    port,
    isTls: port === "submissions",
    cipher: undefined,
    certified: undefined,
    hello: undefined,
    user: undefined,
    sender: undefined,
    recipients: [],
    chunks: undefined,
  };
}

/** Makes the turn that sends a reply and waits for the next command. */
export function replyWith(state: State, ...replies: readonly Reply[]): Turn {
  return { state, replies, next: { kind: "command" }, delivery: undefined };
}
