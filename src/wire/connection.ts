/**
 * One connection to a server, octet for octet. Everything has a deadline, everything is in the transcript, and what
 * the server does wrong comes back as an observation.
 */
import * as net from "node:net";
import type { Duplex } from "node:stream";
import { concat, type Octets } from "../base/octets.ts";
import { visible } from "../base/show.ts";
import { isProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Closed, Observation } from "../smtp/observation.ts";
import { type Malformed, type Reply, replyOctets } from "../smtp/reply.ts";
import { type AnswerRecord, readAnswer, type Version, writeClientHello } from "./client_hello.ts";
import { handshake, noRecord, type NoTls, type TlsOptions, type TlsSession } from "./tls.ts";
import { Alarm } from "./alarm.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";
import { sleep } from "./sleep.ts";
import { countOctets, type Outgoing } from "./outgoing.ts";
import type { TlsFacts, Transcript } from "./transcript.ts";

/** So many octets of the record that answers a ClientHello are looked at. */
const recordOctets = 16;

export class Connection {
  readonly name: string;
  readonly #socket: net.Socket;
  readonly #transcript: Transcript;
  #stream: Duplex;
  #tls: TlsSession | undefined;
  #facts: TlsFacts | undefined;
  readonly #inbox = new Inbox();
  readonly #outbox = new Outbox(() => this.#end === "reset");
  #end: "fin" | "reset" | undefined;
  /** When the server closed. */
  #endAt: Milliseconds | undefined;
  #isCloseRecorded = false;
  #isStreamOver = false;
  /** A handshake failed. */
  #isUnreadable = false;
  /** The first octets that answer a ClientHello, which are no replies. */
  #raw: Octets | undefined;
  /** What was thrown while octets were read, outside all calls: the next call throws it. */
  #fault: { readonly thrown: unknown } | undefined;
  readonly #alarm: Alarm;
  #lastAt: Milliseconds;
  #unanswered = 0;
  /** Something was written, or a reply was read. */
  #isUsed = false;

  constructor(socket: net.Socket, name: string, transcript: Transcript) {
    this.name = name;
    this.#socket = socket;
    this.#stream = socket;
    this.#transcript = transcript;
    this.#lastAt = transcript.now();
    this.#alarm = new Alarm(() => transcript.now());
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
    return this.#facts;
  }

  /** The first reply that has come and that nobody has read. */
  get unread(): Reply | Malformed | undefined {
    return this.#inbox.first;
  }

  /** True when the server has closed and everything that it sent was read. */
  get isOver(): boolean {
    return this.#isStreamOver && this.#inbox.count === 0;
  }

  /** True after octets that are no reply, and after a failed handshake: nothing more can be read. */
  get isBroken(): boolean {
    return this.#isUnreadable || this.#inbox.isBroken;
  }

  /**
   * Writes each segment by itself, with a pause of `gap` between two. Gives false when the server closed or took
   * nothing for a minute.
   */
  async write(segments: readonly Outgoing[], gap: Milliseconds): Promise<boolean> {
    this.#isUsed = true;
    for (const [index, segment] of segments.entries()) {
      if (index > 0 && gap > 0) await sleep(gap);
      this.#transcript.recordSent(this.name, segment, this.#tls !== undefined);
      this.#unanswered += countOctets(segment);
      if (!await this.#outbox.write(this.#stream, segment)) return false;
    }
    return true;
  }

  /** Writes octets before the session begins, which nothing answers. */
  async introduce(octets: Octets): Promise<void> {
    const introduction: Outgoing = { octets, secrets: [] };
    this.#transcript.recordSent(this.name, introduction, false);
    await this.#outbox.write(this.#stream, introduction);
  }

  /** Waits for the next reply, the server's closing, or the deadline; never rejects for what the server sends. */
  async next(within: Milliseconds): Promise<Observation> {
    const deadline = this.#transcript.now() + within;
    for (;;) {
      this.#throwFault();
      const waiting = this.#inbox.shift();
      if (waiting !== undefined) {
        const { received, octets, at } = waiting;
        this.#isUsed = true;
        this.#readOn();
        this.#transcript.recordReceived(this.name, octets, this.#tls !== undefined, at);
        return received;
      }
      if (this.#isStreamOver) return this.#closed();
      const left = deadline - this.#transcript.now();
      if (left <= 0) return this.#silence(within);
      await this.#alarm.wait(left);
    }
  }

  /** Waits until the server closes; replies that come before are left unread. Gives undefined at the deadline. */
  async closing(within: Milliseconds): Promise<Closed | undefined> {
    const deadline = this.#transcript.now() + within;
    while (!this.#isStreamOver) {
      this.#throwFault();
      const left = deadline - this.#transcript.now();
      if (left <= 0 || this.#inbox.count > 0) return undefined;
      await this.#alarm.wait(left);
    }
    return this.#inbox.count > 0 ? undefined : this.#closed();
  }

  /** Does a TLS handshake; gives the facts, or a problem when it failed. What was unread in plaintext is discarded. */
  async startTls(options: TlsOptions): Promise<TlsFacts | NoTls> {
    const stray = this.#inbox.unfinished().length + this.#inbox.count;
    // Where TLS is to begin with the first octet, nothing can have been meant to come before.
    const early = stray > 0 && !this.#isUsed ? this.#inbox.shift()?.octets ?? this.#inbox.unfinished() : undefined;
    if (early !== undefined) return this.#withoutTls(noRecord(early));
    if (stray > 0) this.#note("the server sent plaintext between its 220 and the handshake; it was discarded");
    this.#inbox.clear();
    this.#socket.removeAllListeners("data");
    const session = await handshake(this.#socket, options);
    if (isProblem(session)) return this.#withoutTls(session);
    this.#tls = session;
    this.#stream = session.stream;
    this.#listen(session.stream);
    this.#facts = this.#transcript.maskFacts(session.facts);
    this.#transcript.record(this.name, { kind: "tls", facts: this.#facts });
    return this.#facts;
  }

  #withoutTls(session: NoTls): NoTls {
    const { inClear, message } = session;
    if (inClear !== undefined) this.#transcript.recordReceived(this.name, inClear, false, this.#transcript.now());
    this.#note(message);
    this.#isUnreadable = true;
    const found = inClear === undefined
      ? message
      : `${message}: ${visible(this.#transcript.excerpt(firstLine(inClear)))}`;
    return { ...session, message: this.#transcript.mask(found) };
  }

  /** Sends a bare ClientHello and gives the kind of record that answers it. The connection is of no use after it. */
  async sendHello(
    version: Version,
    options: { readonly name: string; readonly layer: number | undefined; readonly within: Milliseconds },
  ): Promise<AnswerRecord | "close" | "silence"> {
    this.#raw = new Uint8Array(0);
    const random = crypto.getRandomValues(new Uint8Array(32));
    const octets = writeClientHello(version, { ...options, random });
    if (!await this.write([{ octets, secrets: [] }], 0)) return "close";
    const deadline = this.#transcript.now() + options.within;
    for (;;) {
      const received = this.#raw;
      const answer = readAnswer(received, version);
      if (answer !== undefined) {
        this.#transcript.recordReceived(this.name, received, false, this.#lastAt);
        return answer;
      }
      if (this.#isStreamOver) return "close";
      const left = deadline - this.#transcript.now();
      if (left <= 0) return "silence";
      await this.#alarm.wait(left);
    }
  }

  /** Closes from our side: half-close by FIN (TLS sends close_notify first), or a reset. */
  close(how: "fin" | "reset"): void {
    this.#transcript.record(this.name, { kind: "closed", by: "client", how });
    if (how === "reset") this.#socket.resetAndDestroy();
    else this.#stream.end();
  }

  /** Has the connection end at once when a signal is aborted: who waits for something then sees a reset. */
  endWith(signal: AbortSignal): void {
    const end = () => {
      this.#socket.destroy();
    };
    if (signal.aborted) return end();
    signal.addEventListener("abort", end, { once: true });
    this.#socket.once("close", () => signal.removeEventListener("abort", end));
  }

  /** Gives everything back to the system; the transcript keeps what was recorded. */
  destroy(): void {
    this.#alarm.stop();
    this.#isCloseRecorded = true; // what ends from here on is not the server's doing
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
      this.#alarm.ring();
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
    if (this.#raw !== undefined) this.#raw = concat([this.#raw, octets]).slice(0, recordOctets);
    else this.#inbox.push(octets, this.#lastAt);
    this.#readOn();
  }

  /** Reads on where there is room for more, and reads nothing meanwhile where there is none. */
  #readOn(): void {
    if (this.#inbox.isFull || this.#inbox.isBroken) {
      this.#stream.pause();
      this.#tls?.hold();
    } else if (this.#stream.isPaused()) {
      this.#tls?.release();
      this.#stream.resume();
    }
  }

  #throwFault(): void {
    if (this.#fault !== undefined) throw this.#fault.thrown;
  }

  #over(how: "fin" | "reset"): void {
    this.#end ??= how;
    this.#endAt ??= this.#transcript.now();
    if (this.#tls === undefined) this.#streamOver();
    else setTimeout(() => this.#streamOver(), 50); // What is decrypted comes first; its own end is the rule.
    this.#alarm.ring();
  }

  #streamOver(): void {
    this.#isStreamOver = true;
    this.#alarm.ring();
  }

  #closed(): Closed {
    const how = this.#end ?? "fin";
    const isNotified = this.#tls?.isNotified() ?? false;
    const partial = this.#inbox.unfinished();
    if (partial.length > 0) {
      this.#transcript.recordReceived(this.name, partial, this.#tls !== undefined, this.#lastAt);
      this.#inbox.clear();
    }
    const text = isNotified ? `notify, then ${how}` : how;
    if (!this.#isCloseRecorded) {
      // What is decrypted may come a little later than the end of the connection.
      const at = Math.max(this.#endAt ?? this.#transcript.now(), this.#lastAt);
      this.#transcript.record(this.name, { kind: "closed", by: "server", how: text }, at);
      this.#isCloseRecorded = true;
    }
    return { kind: "close", how, isNotified };
  }

  #silence(within: Milliseconds): Observation {
    const flawed = this.#inbox.nextAtEnd();
    const octets = flawed === undefined ? this.#inbox.unfinished() : replyOctets(flawed);
    if (octets.length > 0) this.#transcript.recordReceived(this.name, octets, this.#tls !== undefined, this.#lastAt);
    return flawed ?? { kind: "silence", after: within, partial: octets };
  }

  #note(text: string): void {
    this.#transcript.note(this.name, text);
  }
}

function firstLine(octets: Octets): Octets {
  const end = octets.indexOf(10);
  return end === -1 ? octets : octets.subarray(0, end + 1);
}
