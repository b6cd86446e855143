/** One connection of the reference server: reads, lets the dialogue advance, writes. */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import type { Role } from "../../smtp/role.ts";
import type { Context, Identity } from "./behaviour.ts";
import { advance, beginDialogue, type Dialogue, take } from "./dialogue.ts";
import type { Mailstore } from "./maildir.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./state.ts";

/** What a connection needs besides its socket. */
export interface Surroundings {
  readonly port: Role;
  readonly context: Context;
  readonly mailstore: Mailstore;
}

const contexts = new WeakMap<Identity, SecureContext>();

/** Gives what TLS needs to show a certificate. To read a key takes time, and all connections show the same. */
function contextOf(identity: Identity): SecureContext {
  const context = contexts.get(identity) ?? createSecureContext({ ...identity, minVersion: "TLSv1.2" });
  contexts.set(identity, context);
  return context;
}

/** Serves one client until it is gone. */
export class Connection {
  readonly #raw: Socket;
  readonly #around: Surroundings;
  #stream: Socket;
  #dialogue: Dialogue;
  #isBusy = false;
  #isAtEnd = false;
  readonly #onData = (octets: Uint8Array) => this.#take(Buffer.from(octets).toString("latin1"));

  constructor(socket: Socket, around: Surroundings) {
    this.#raw = socket;
    this.#around = around;
    this.#stream = socket;
    this.#dialogue = beginDialogue(around.port);
    socket.on("error", () => {}); // A client that resets its connection is no trouble of ours.
    void this.#begin();
  }

  /** Ends it at once. */
  destroy(): void {
    this.#stream.destroy();
    this.#raw.destroy();
  }

  async #begin(): Promise<void> {
    const { port, context: { behaviour, host } } = this.#around;
    if (port === "submissions" && !await this.#wrap(() => {})) return;
    this.#listen();
    this.#send(behaviour.greet(host, this.#dialogue.state));
  }

  #listen(): void {
    this.#stream.on("data", this.#onData);
    this.#stream.on("end", () => {
      this.#isAtEnd = true;
      void this.#work();
    });
  }

  /** Begins TLS once the client has sent something for it; true when TLS was reached. `prompt` asks for it. */
  async #wrap(prompt: () => void): Promise<boolean> {
    const { identity, answerHello, clearBeforeTls } = this.#around.context.behaviour;
    let octets = await this.#firstOctets(prompt);
    const clear = clearBeforeTls(octets.toString("latin1"));
    if (clear > 0) {
      this.#dialogue = take(this.#dialogue, octets.toString("latin1", 0, clear));
      octets = clear < octets.length ? octets.subarray(clear) : await this.#firstOctets(() => {});
    }
    const answer = answerHello(octets.toString("latin1"));
    if (octets.length === 0 || answer !== undefined) {
      this.#raw.end(Buffer.from(answer ?? "", "latin1"));
      return false;
    }
    this.#raw.unshift(octets);
    this.#stream = new TLSSocket(this.#raw, {
      isServer: true,
      secureContext: contextOf(identity),
      requestCert: true, // a client may show one, and none is demanded
      rejectUnauthorized: false,
    });
    this.#stream.on("error", () => this.#raw.destroy());
    return true;
  }

  /** Gives what is read next, or nothing when the client is gone. */
  #firstOctets(prompt: () => void): Promise<Buffer> {
    return new Promise((resolve) => {
      const done = (octets: Uint8Array) => {
        this.#raw.pause();
        this.#raw.off("data", done).off("end", onEnd).off("close", onEnd);
        resolve(Buffer.from(octets));
      };
      const onEnd = () => done(Buffer.alloc(0));
      this.#raw.on("data", done).on("end", onEnd).on("close", onEnd);
      prompt();
    });
  }

  #send(replies: readonly Reply[]): void {
    const octets = replies.map(this.#around.context.behaviour.writeReply).join("");
    if (octets !== "") this.#stream.write(Buffer.from(octets, "latin1"));
  }

  #take(octets: string): void {
    if (this.#stream instanceof TLSSocket && this.#dialogue.state.cipher === undefined) {
      const cipher = this.#stream.getCipher().standardName;
      const shown = this.#stream.getPeerCertificate()?.fingerprint256;
      const certified = shown === undefined ? undefined : this.#around.context.host.certified.get(shown);
      this.#dialogue = { ...this.#dialogue, state: { ...this.#dialogue.state, cipher, certified } };
    }
    this.#dialogue = take(this.#dialogue, octets);
    void this.#work();
  }

  /** Takes turns as long as there is input for them. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (;;) {
      const advanced = advance(this.#dialogue, this.#around.context);
      if (advanced === undefined) break;
      this.#dialogue = advanced.dialogue;
      await this.#perform(advanced.turn);
    }
    if (this.#dialogue.next.kind === "text") {
      this.#dialogue = { ...this.#dialogue, searched: this.#dialogue.input.length };
    }
    this.#isBusy = false;
    if (this.#isAtEnd && !this.#stream.writableEnded) this.#stream.end(); // The client is done; what it began and did not end is discarded.
  }

  async #perform({ replies, next, delivery }: Turn): Promise<void> {
    for (const each of delivery === undefined ? [] : [delivery, ...delivery.notices]) {
      await this.#around.mailstore.deliver(each);
    }
    if (next.kind === "tls") return await this.#startTls(replies);
    this.#send(replies);
    if (next.kind === "close") this.#close();
  }

  async #startTls(replies: readonly Reply[]): Promise<void> {
    const { context } = this.#around;
    const { behaviour, host } = context;
    this.#stream.removeListener("data", this.#onData);
    if (!await this.#wrap(() => this.#send(replies))) return;
    const { state, input } = this.#dialogue;
    this.#dialogue = {
      state: behaviour.enterTls(state, context),
      next: { kind: "command" },
      input,
      read: 0,
      searched: 0,
    };
    this.#listen();
    this.#send(behaviour.greetInTls(host, this.#around.port));
  }

  #close(): void {
    const { closing } = this.#around.context.behaviour;
    if (closing === "never") return;
    if (closing === "reset") this.#raw.resetAndDestroy();
    else if (closing === "silent") this.#raw.end(); // without close_notify
    else this.#stream.end();
  }
}
