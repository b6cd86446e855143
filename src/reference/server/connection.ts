/** One connection of the reference server: reads, lets the dialogue advance, writes. */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { PortKind } from "../../case/case.ts";
import { certificate, key } from "../certificate.ts";
import type { Context } from "./conduct.ts";
import { advance, beginDialogue, type Dialogue, take } from "./dialogue.ts";
import type { Mailstore } from "./maildir.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./state.ts";

/** What a connection needs besides its socket. */
export interface Surroundings {
  readonly port: PortKind;
  readonly context: Context;
  readonly mailstore: Mailstore;
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
    if (around.port === "submissions") this.#stream = this.#wrap();
    this.#listen();
    this.#say(around.context.conduct.greet(around.context.host));
  }

  /** Ends it at once. */
  destroy(): void {
    this.#stream.destroy();
    this.#raw.destroy();
  }

  #listen(): void {
    this.#stream.on("data", this.#onData);
    this.#stream.on("end", () => {
      this.#isAtEnd = true;
      void this.#work();
    });
  }

  #wrap(): Socket {
    const stream = new TLSSocket(this.#raw, { isServer: true, key, cert: certificate, minVersion: "TLSv1.2" });
    stream.on("error", () => this.#raw.destroy());
    return stream;
  }

  #say(replies: readonly Reply[]): void {
    const octets = replies.map(this.#around.context.conduct.writeReply).join("");
    if (octets !== "") this.#stream.write(Buffer.from(octets, "latin1"));
  }

  #take(octets: string): void {
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
    if (this.#isAtEnd) this.#stream.end(); // The client is done; what it began and did not end is dropped.
  }

  async #perform({ replies, next, delivery }: Turn): Promise<void> {
    if (delivery !== undefined) await this.#around.mailstore.deliver(delivery);
    if (next.kind === "tls") return await this.#startTls(replies);
    this.#say(replies);
    if (next.kind === "close") this.#close();
  }

  async #startTls(replies: readonly Reply[]): Promise<void> {
    const { context } = this.#around;
    const { conduct, host } = context;
    this.#stream.removeListener("data", this.#onData);
    await new Promise<void>((resolve) => {
      const octets = replies.map(conduct.writeReply).join("");
      this.#raw.write(Buffer.from(octets, "latin1"), () => resolve());
    });
    this.#stream = this.#wrap();
    const { state, input } = this.#dialogue;
    this.#dialogue = {
      state: conduct.enterTls(state, context),
      next: { kind: "command" },
      input,
      read: 0,
      searched: 0,
    };
    this.#listen();
    this.#say(conduct.greetInTls(host, this.#around.port));
  }

  #close(): void {
    const { closing } = this.#around.context.conduct;
    if (closing === "never") return;
    if (closing === "reset") this.#raw.resetAndDestroy();
    else if (closing === "silent") this.#raw.end(); // without close_notify
    else this.#stream.end();
  }
}
