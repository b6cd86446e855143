/**
 * A connection to an IMAP server: one command after the other (RFC 9051 §2.2). What the server says is bounded in time
 * and octets, and what it does wrong is an answer, never an exception.
 */
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Octets, utf8 } from "../base/octets.ts";
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import { clip, plainLine } from "../base/show.ts";
import { type Milliseconds, showRoundDuration } from "../base/time.ts";
import { handshake } from "../wire/tls.ts";
import type { TlsFacts } from "../wire/transcript.ts";
import { readResponse, type Said } from "./response.ts";
import { ResponseReader } from "./response_reader.ts";

/** How a command ended. `broken`: the connection is of no use any more. */
export type Answered =
  | { readonly kind: "ok" }
  | { readonly kind: "refused"; readonly text: string }
  | Broken;

/** Why a connection is of no use. */
export interface Broken {
  readonly kind: "broken";
  readonly why: string;
}

/** A command. */
export interface ImapCommand {
  /** The command without its tag; what a report may not show stands in `secret`. */
  readonly text: string;
  /** What stands after the text, or is sent when the server asks for more. */
  readonly secret?: { readonly when: "at once" | "asked"; readonly text: string };
  /** How long the command may take; a while where it is not said. */
  readonly within?: Milliseconds;
  /** How many octets the server may send until the command ends. */
  readonly mostOctets?: number;
  /** Is given each response before the last. */
  readonly onSaid?: (said: Said) => void;
}

const answerWithin: Milliseconds = 30_000; // our choice
const greetWithin: Milliseconds = 15_000; // our choice
const mostOctetsOfCommand = 1_000_000; // our choice: what is no message is short
const mostCharacters = 200; // our choice: of what a server says, for a reader

/** The one that waits for responses. */
interface Waiting {
  readonly take: (said: Said) => void;
  readonly fail: (why: string) => void;
}

export class ImapLink {
  readonly #socket: Socket;
  readonly #mask: (text: string) => string;
  readonly #mostLiteralOctets: number;
  #reader: ResponseReader;
  #stream: Duplex;
  #waiting: Waiting | undefined;
  #octetsLeft = 0;
  #tags = 0;
  #broken: Broken | undefined;
  /** What was said while nobody waited. */
  #unheard: Said[] = [];
  #hasNews = false;
  /** Why the server says that it closes. */
  #farewell = "";

  /** `mask` hides secrets in what is shown of the server's words. */
  constructor(
    socket: Socket,
    { mask, mostLiteralOctets }: { readonly mask: (text: string) => string; readonly mostLiteralOctets: number },
  ) {
    this.#socket = socket;
    this.#mask = mask;
    this.#mostLiteralOctets = mostLiteralOctets;
    this.#stream = socket;
    this.#reader = new ResponseReader(mostLiteralOctets);
    socket.on("error", (error: Error) => this.#break(`the connection was lost: ${error.message}`));
    this.#listen(socket);
  }

  /** Reads the greeting; gives the state that it says. */
  async greeting(): Promise<Extract<Said, { kind: "state" }> | Broken> {
    let greeting: Said | undefined;
    const broken = await this.#listenFor({
      within: greetWithin,
      what: "no greeting",
      mostOctets: mostOctetsOfCommand,
      take: (said) => {
        greeting = said;
        return true;
      },
    });
    if (broken !== undefined) return broken;
    if (greeting?.kind === "state") return greeting;
    const said = greeting?.kind === "nonsense" ? greeting.text : greeting?.kind ?? "";
    return this.#break(`it does not greet as an IMAP server does: ${this.show(said)}`);
  }

  /** Sends a command and waits for its end. */
  async command(
    { text, secret, within = answerWithin, mostOctets = mostOctetsOfCommand, onSaid }: ImapCommand,
  ): Promise<Answered> {
    const tag = `A${++this.#tags}`;
    const [verb = ""] = text.split(" ");
    let answered: Answered | undefined;
    let isAsked = secret?.when === "asked";
    this.#write(`${tag} ${text}${secret?.when === "at once" ? secret.text : ""}`);
    const broken = await this.#listenFor({
      within,
      what: `no answer to ${verb}`,
      mostOctets,
      take: (said) => {
        if (said.kind === "continue") {
          this.#write(isAsked ? secret?.text ?? "" : "*");
          isAsked = false;
          return false;
        }
        if (said.kind !== "tagged" || said.tag !== tag) {
          if (said.kind === "nonsense" || said.kind === "tagged") {
            this.#break(`it sent what is no answer to ${verb}: ${this.show(said.text)}`);
          } else onSaid?.(said);
          return false;
        }
        answered = said.status === "OK" ? { kind: "ok" } : { kind: "refused", text: this.show(said.text) };
        return true;
      },
    });
    return answered ?? broken ?? this.#break(`no answer to ${verb}`);
  }

  /** Goes on inside TLS, with the name that the certificate is to be for. */
  async startTls(
    options: { readonly name: string; readonly ca: string | undefined },
  ): Promise<TlsFacts | PlainProblem> {
    if (this.#unheard.length > 0 || this.#reader.isWithin) {
      return problem(this.#break("it sent something in the clear where TLS was to begin").why);
    }
    this.#socket.removeAllListeners("data");
    const session = await handshake(this.#socket, { ...options, within: answerWithin });
    if (isProblem(session)) return problem(this.#break(this.show(session.message)).why);
    this.#reader = new ResponseReader(this.#mostLiteralOctets);
    this.#stream = session.stream;
    this.#listen(session.stream);
    return session.facts;
  }

  /** Says whether the server spoke of the number of messages since this was asked last: it may do so in any command. */
  takeNews(): boolean {
    const hadNews = this.#hasNews;
    this.#hasNews = false;
    return hadNews;
  }

  /** Shows what the server said on one line, without secrets. */
  show(text: string): string {
    return clip(plainLine(this.#mask(text)), mostCharacters);
  }

  /** Gives the connection back to the system. */
  destroy(): void {
    this.#break("the connection was closed here");
  }

  /** Waits until `take` says that it has what it wants; gives why that did not come about. */
  #listenFor({ within, what, mostOctets, take }: {
    readonly within: Milliseconds;
    readonly what: string;
    readonly mostOctets: number;
    readonly take: (said: Said) => boolean;
  }): Promise<Broken | undefined> {
    return new Promise((resolve) => {
      if (this.#broken !== undefined) return resolve(this.#broken);
      this.#octetsLeft = mostOctets;
      const end = (broken: Broken | undefined) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        this.#stream.pause();
        resolve(broken);
      };
      const timer = setTimeout(() => this.#break(`${what} within ${showRoundDuration(within)}`), within);
      this.#waiting = {
        take: (said) => {
          if (take(said)) end(undefined);
        },
        fail: (why) => end({ kind: "broken", why }),
      };
      for (const said of this.#unheard.splice(0)) this.#hear(said);
      if (this.#waiting !== undefined) this.#stream.resume();
    });
  }

  #write(line: string): void {
    if (this.#broken === undefined && this.#stream.writable) this.#stream.write(utf8(`${line}\r\n`));
  }

  #listen(stream: Duplex): void {
    stream.on("data", (octets: Uint8Array) => this.#receive(new Uint8Array(octets)));
    // What ends the socket ends TLS too, once what came before is decrypted.
    for (const event of ["end", "close"]) stream.on(event, () => stream === this.#stream && this.#closed());
    if (this.#waiting === undefined) stream.pause();
  }

  #receive(octets: Octets): void {
    if (this.#broken !== undefined) return;
    this.#octetsLeft -= octets.length;
    for (const response of this.#reader.push(octets)) this.#hear(readResponse(response));
    if (this.#reader.flaw !== undefined) this.#break(this.#reader.flaw);
    else if (this.#octetsLeft < 0) this.#break("it sends more than was asked for");
  }

  #closed(): void {
    this.#break(this.#farewell === "" ? "it closed the connection" : `it closed the connection: ${this.#farewell}`);
  }

  #hear(said: Said): void {
    if (said.kind === "state" && said.state === "BYE") this.#farewell = this.show(said.text);
    if (said.kind === "exists") this.#hasNews = true;
    if (this.#waiting === undefined) this.#unheard.push(said);
    else this.#waiting.take(said);
  }

  #break(why: string): Broken {
    const first = this.#broken ??= { kind: "broken", why };
    this.#stream.destroy();
    this.#socket.destroy();
    this.#waiting?.fail(first.why);
    return first;
  }
}
