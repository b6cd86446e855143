/**
 * One connection to a server, octet for octet. Everything has a deadline, everything is in the transcript, and what
 * the server does wrong comes back as an observation.
 */
import * as net from "node:net";
import type { Duplex } from "node:stream";
import { type Octets, utf8 } from "../base/octets.ts";
import { generatePieces } from "../smtp/content.ts";
import { isProblem, type PlainProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Closed, Observation } from "../smtp/observation.ts";
import { type Malformed, type Reply, replyOctets, ReplyParser } from "../smtp/reply.ts";
import { type AnswerRecord, readAnswer, type Version, writeClientHello } from "./client_hello.ts";
import { handshake, type TlsOptions, type TlsSession } from "./tls.ts";
import { countOctets, type Outgoing, type TlsFacts, type Transcript } from "./transcript.ts";

/** The most replies that wait unread before the socket is paused. */
const maxWaiting = 200;
/** The longest that one write may stand still before the server counts as deaf. Our choice. */
const writeWithin: Milliseconds = 60_000;
/** Large content goes out in pieces of this many octets. */
const writeOctets = 65_536;

export class Connection {
  readonly name: string;
  readonly #socket: net.Socket;
  readonly #transcript: Transcript;
  #stream: Duplex;
  #tls: TlsSession | undefined;
  #parser = new ReplyParser();
  #waiting: { readonly came: Reply | Malformed; readonly at: Milliseconds }[] = [];
  #end: "fin" | "reset" | undefined;
  #isStreamOver = false;
  #isBroken = false;
  /** The server stopped reading: no further write will be taken. */
  #isDeaf = false;
  #raw: Octets[] | undefined;
  /** What was thrown while octets were read, outside all calls: the next call throws it. */
  #fault: { readonly thrown: unknown } | undefined;
  #wake: () => void = () => {};
  /** One timer serves all waits that end no earlier: most of them end long before. */
  #alarm: { readonly timer: ReturnType<typeof setTimeout>; readonly at: Milliseconds } | undefined;
  #lastAt: Milliseconds;
  #unanswered = 0;

  constructor(socket: net.Socket, name: string, transcript: Transcript) {
    this.name = name;
    this.#socket = socket;
    this.#stream = socket;
    this.#transcript = transcript;
    this.#lastAt = transcript.now();
    const [local, remote] = [socket.localAddress, socket.remoteAddress];
    const show = (address: string | undefined, port: number | undefined) =>
      address === undefined ? "socket" : `${address.includes(":") ? `[${address}]` : address}:${port}`;
    transcript.record(name, {
      kind: "connected",
      to: show(remote, socket.remotePort),
      from: show(local, socket.localPort),
    });
    socket.on("error", () => this.#over("reset"));
    socket.on("end", () => this.#over("fin"));
    socket.on("close", () => this.#over(this.#end ?? "reset"));
    this.#listen(socket);
  }

  /** How many octets were written since the server last sent any. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** What was agreed in TLS, when it is on. */
  get tls(): TlsFacts | undefined {
    return this.#tls?.facts;
  }

  /** The first reply that has come and that nobody has read. */
  get unread(): Reply | Malformed | undefined {
    return this.#waiting[0]?.came;
  }

  /** True when the server has closed and everything it said was read. */
  get isOver(): boolean {
    return this.#isStreamOver && this.#waiting.length === 0;
  }

  /** True after octets that are no reply, and after a failed handshake: nothing more can be read. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /**
   * Writes each segment by itself, with a pause of `gap` between two. Gives false when the server closed or took
   * nothing for a minute.
   */
  async write(segments: readonly Outgoing[], gap: Milliseconds): Promise<boolean> {
    for (const [index, segment] of segments.entries()) {
      if (index > 0 && gap > 0) await sleep(gap);
      this.#transcript.recordSent(this.name, segment, this.#tls !== undefined);
      this.#unanswered += countOctets(segment);
      for (let at = 0; at < segment.octets.length; at += writeOctets) {
        if (!await this.#writeOnce(segment.octets.subarray(at, at + writeOctets))) return false;
      }
      if (segment.filler !== undefined && !await this.#writeFiller(segment.filler)) return false;
    }
    return true;
  }

  /** Waits for the next reply, the server's closing, or the deadline; never rejects for what the server sends. */
  async next(within: Milliseconds): Promise<Observation> {
    const deadline = this.#transcript.now() + within;
    for (;;) {
      this.#throwFault();
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) {
        if (this.#waiting.length < maxWaiting && !this.#isBroken) this.#stream.resume();
        const { came, at } = waiting;
        const octets = came.kind === "reply" ? replyOctets(came) : came.octets;
        this.#transcript.recordReceived(this.name, octets, this.#tls !== undefined, at);
        return came;
      }
      if (this.#isStreamOver) return this.#closed();
      const left = deadline - this.#transcript.now();
      if (left <= 0) return this.#silence(within);
      await this.#activity(left);
    }
  }

  /** Waits until the server closes; replies that come before are left unread. Gives undefined at the deadline. */
  async closing(within: Milliseconds): Promise<Closed | undefined> {
    const deadline = this.#transcript.now() + within;
    while (!this.#isStreamOver) {
      this.#throwFault();
      const left = deadline - this.#transcript.now();
      if (left <= 0 || this.#waiting.length > 0) return undefined;
      await this.#activity(left);
    }
    return this.#waiting.length > 0 ? undefined : this.#closed();
  }

  /** Does a TLS handshake; gives the facts, or a problem when it failed. What was unread in plaintext is dropped. */
  async startTls(options: TlsOptions): Promise<TlsFacts | PlainProblem> {
    const stray = this.#parser.unfinished().length + this.#waiting.length;
    if (stray > 0) this.#note("the server sent plaintext between its 220 and the handshake; it was dropped");
    this.#waiting = [];
    this.#parser = new ReplyParser();
    this.#socket.removeAllListeners("data");
    const session = await handshake(this.#socket, options);
    if (isProblem(session)) {
      this.#note(session.message);
      this.#isBroken = true;
      return session;
    }
    this.#tls = session;
    this.#stream = session.stream;
    this.#listen(session.stream);
    this.#transcript.record(this.name, { kind: "tls", facts: session.facts });
    return session.facts;
  }

  /** Sends a bare ClientHello and says what kind of record answers it. The connection is of no use after it. */
  async sayHello(
    version: Version,
    options: { readonly name: string; readonly layer: number | undefined; readonly within: Milliseconds },
  ): Promise<AnswerRecord | "close" | "silence"> {
    const raw: Octets[] = this.#raw = [];
    const random = crypto.getRandomValues(new Uint8Array(32));
    const octets = writeClientHello(version, { ...options, random });
    if (!await this.write([{ octets, secrets: [] }], 0)) return "close";
    const deadline = this.#transcript.now() + options.within;
    for (;;) {
      const came = raw.length === 0
        ? new Uint8Array(0)
        : Uint8Array.from(raw.flatMap((part) => [...part.subarray(0, 16)]));
      const answer = readAnswer(came, version);
      if (answer !== undefined) {
        this.#transcript.recordReceived(this.name, came, false, this.#lastAt);
        return answer;
      }
      if (this.#isStreamOver) return "close";
      const left = deadline - this.#transcript.now();
      if (left <= 0) return "silence";
      await this.#activity(left);
    }
  }

  /** Closes from our side: half-close by FIN (TLS says close_notify first), or a reset. */
  close(how: "fin" | "reset"): void {
    this.#transcript.record(this.name, { kind: "closed", by: "client", how });
    if (how === "reset") this.#socket.resetAndDestroy();
    else this.#stream.end();
  }

  /** Gives everything back to the system; the transcript keeps what was recorded. */
  destroy(): void {
    clearTimeout(this.#alarm?.timer);
    this.#stream.destroy();
    this.#socket.destroy();
  }

  #listen(stream: Duplex): void {
    stream.on("data", (octets: Uint8Array) => {
      try {
        this.#receive(new Uint8Array(octets));
      } catch (thrown) {
        this.#fault ??= { thrown };
        stream.pause();
      }
      this.#wake();
    });
    if (stream !== this.#socket) {
      stream.on("end", () => this.#streamOver());
      stream.on("error", () => this.#streamOver());
      stream.on("close", () => this.#streamOver());
    }
  }

  #receive(octets: Octets): void {
    this.#lastAt = this.#transcript.now();
    this.#unanswered = 0;
    if (this.#raw !== undefined) this.#raw.push(octets);
    else this.#take(octets);
  }

  #throwFault(): void {
    if (this.#fault !== undefined) throw this.#fault.thrown;
  }

  #take(octets: Octets): void {
    if (this.#isBroken) return;
    this.#parser.push(octets);
    for (let came = this.#parser.next(); came !== undefined; came = this.#parser.next()) {
      this.#waiting.push({ came, at: this.#lastAt });
      if (came.kind === "malformed") {
        this.#isBroken = true; // Nothing behind octets that are no reply can be told apart.
        break;
      }
    }
    if (this.#waiting.length >= maxWaiting || this.#isBroken) this.#stream.pause();
  }

  #over(how: "fin" | "reset"): void {
    this.#end ??= how;
    if (this.#tls === undefined) this.#streamOver();
    else setTimeout(() => this.#streamOver(), 50); // What is decrypted comes first; its own end is the rule.
    this.#wake();
  }

  #streamOver(): void {
    this.#isStreamOver = true;
    this.#wake();
  }

  #closed(): Closed {
    const how = this.#end ?? "fin";
    const isNotified = this.#tls?.isNotified() ?? false;
    const partial = this.#parser.unfinished();
    if (partial.length > 0) {
      this.#transcript.recordReceived(this.name, partial, this.#tls !== undefined, this.#lastAt);
      this.#parser = new ReplyParser();
    }
    const text = isNotified ? `notify, then ${how}` : how;
    const last = this.#transcript.events.findLast((event) => event.on === this.name);
    if (!(last?.kind === "closed" && last.by === "server")) {
      this.#transcript.record(this.name, { kind: "closed", by: "server", how: text });
    }
    return { kind: "close", how, isNotified };
  }

  #silence(within: Milliseconds): Observation {
    const flawed = this.#parser.nextAtEnd();
    const octets = flawed === undefined ? this.#parser.unfinished() : replyOctets(flawed);
    if (octets.length > 0) this.#transcript.recordReceived(this.name, octets, this.#tls !== undefined, this.#lastAt);
    return flawed ?? { kind: "silence", after: within, partial: octets };
  }

  #note(text: string): void {
    this.#transcript.record(this.name, { kind: "note", text });
  }

  async #writeFiller({ octets, end }: NonNullable<Outgoing["filler"]>): Promise<boolean> {
    for (const piece of generatePieces(octets)) {
      if (!await this.#writeOnce(piece)) return false;
    }
    return end.length === 0 || await this.#writeOnce(end);
  }

  #writeOnce(octets: Octets): Promise<boolean> {
    const isShut = this.#end === "reset" || this.#stream.destroyed || this.#stream.writableEnded;
    if (isShut || this.#isDeaf) return Promise.resolve(false);
    const written = new Promise<boolean>((resolve) => {
      this.#stream.write(octets, (error) => resolve(error === null || error === undefined));
    });
    if (this.#stream.writableLength === 0) return written; // The system has taken all, and the stream is about to say so.
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#isDeaf = true;
        resolve(false);
      }, writeWithin);
      void written.then((isWritten) => {
        clearTimeout(timer);
        resolve(isWritten);
      });
    });
  }

  /**
   * Resolves when something happened on the connection, after `within`, or before it, when an earlier alarm goes off:
   * who waits looks at the time.
   */
  #activity(within: Milliseconds): Promise<void> {
    const at = this.#transcript.now() + within;
    if (this.#alarm === undefined || this.#alarm.at > at) {
      clearTimeout(this.#alarm?.timer);
      const timer = setTimeout(() => {
        this.#alarm = undefined;
        this.#wake();
      }, within);
      this.#alarm = { timer, at };
    }
    return new Promise((resolve) => this.#wake = resolve);
  }
}

/** Resolves after a time. */
export function sleep(time: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** A line with its CRLF, ready to send. */
export function outgoingLine(line: string): Outgoing {
  return { octets: utf8(`${line}\r\n`), secrets: [] };
}
