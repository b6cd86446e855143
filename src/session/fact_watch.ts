/** Watches one session for what it shows of the server by the way, for the book of facts. */
import { visible } from "../base/show.ts";
import type { Milliseconds } from "../base/time.ts";
import { describeObservation } from "../judge/describe.ts";
import { keyOfObservation } from "../judge/key.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { FactBook } from "./fact_book.ts";
import { limitMet } from "./limit.ts";

export interface FactWatchOptions {
  readonly facts: FactBook;
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly runId: string;
  readonly transcript: Transcript;
}

export class FactWatch {
  readonly #options: FactWatchOptions;
  readonly #connections: number;
  #commands = 0;
  #errors = 0;
  #recipients = 0;
  /** When the client was heard last. */
  #since: Milliseconds;
  #isPrompt = true;

  constructor(options: FactWatchOptions) {
    this.#options = options;
    this.#connections = options.facts.connect(options.endpoint);
    this.#since = options.transcript.now();
  }

  /** Notes a write with so many commands. */
  write(commands: number): void {
    this.#commands += commands;
    this.#since = this.#options.transcript.now();
  }

  /** Notes that the greeting may come while nobody reads it. */
  idle(): void {
    this.#isPrompt = false;
  }

  /** Notes that a handshake is over. */
  enterTls(): void {
    this.#since = this.#options.transcript.now();
  }

  /** Notes what was read in answer to a verb; "greeting" for none. */
  read(verb: string, received: Observation): void {
    const { facts, endpoint, runId: run, transcript } = this.#options;
    const idle = transcript.now() - this.#since;
    if (verb === "greeting" && received.kind === "reply" && this.#commands === 0 && this.#isPrompt) {
      facts.greet(endpoint, run, idle);
    }
    const met = limitMet(verb, received, {
      connections: this.#connections,
      commands: this.#commands,
      errors: this.#errors,
      recipients: this.#recipients,
      idle,
    });
    if (met !== undefined) {
      const words = describeObservation(received, (octets) => transcript.excerpt(octets));
      const seen = { key: keyOfObservation(received), received: transcript.shorten(visible(words)), run };
      facts.meet(endpoint, met, seen);
    }
    if (received.kind !== "reply") return;
    if (received.code >= 500) this.#errors++;
    if (verb === "RCPT" && received.code < 300) this.#recipients++;
    if (["MAIL", "RSET", ".", "BDAT LAST", "EHLO", "LHLO", "HELO"].includes(verb)) this.#recipients = 0;
  }
}
