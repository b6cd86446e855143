/** One connection of the scripted server: reads commands, content and chunks, and acts as its script says. */
import type * as net from "node:net";
import * as tls from "node:tls";
import type { Duplex } from "node:stream";
import { latin1, latin1Text } from "../base/octets.ts";
import type { Act, Answer, Answers } from "./script.ts";

/** Certificates (PEM) for mx.test, with the key they share. */
export interface Certificates {
  readonly key: string;
  readonly mx: string;
  readonly expired: string;
  /** The root that signed them. */
  readonly root: string;
}

/** What a session shares with its server. */
export interface Stage {
  readonly answers: Answers;
  readonly certificates: Certificates;
  readonly isImplicitTls: boolean;
  /** Counts an answer; gives how often it was given before. */
  readonly countTurn: (key: string) => number;
  readonly deliver: (mail: string) => Promise<void>;
  readonly stopListening: () => void;
  readonly onLine: (line: string) => void;
}

const mostOctets = 200_000_000; // our choice: a client that sends more is broken
const endOfContent = "\r\n.\r\n";

export class ScriptedSession {
  readonly connection: number;
  /** All that was received in plaintext and inside TLS, up to 100,000 octets, one character an octet. */
  received = "";
  receivedOctets = 0;
  /** Resolves when the connection is over. */
  readonly over: Promise<void>;
  readonly #socket: net.Socket;
  readonly #stage: Stage;
  #stream: Duplex;
  #pending = "";
  #isInTls = false;
  #isEnded = false;
  #isClosed = false;
  #ask: Answer | undefined;
  #content = "";
  #wake: () => void = () => {};

  constructor(socket: net.Socket, connection: number, stage: Stage) {
    this.#socket = socket;
    this.#stream = socket;
    this.#stage = stage;
    this.connection = connection;
    this.over = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {});
    socket.on("close", () => this.#end());
    if (!stage.isImplicitTls) this.#listen(socket);
  }

  /** Plays the script until the connection is over. */
  async play(): Promise<void> {
    if (this.#stage.isImplicitTls) this.#startTls("mx");
    await this.#answer("connect", "");
    while (!this.#isClosed) {
      const line = await this.#readUpTo("\n");
      if (line === undefined) break;
      await this.#takeLine(line.replace(/\r?\n$/, ""));
    }
    if (!this.#isClosed) this.#stream.end();
  }

  destroy(): void {
    this.#end();
    this.#stream.destroy();
    this.#socket.destroy();
  }

  async #takeLine(line: string): Promise<void> {
    this.#stage.onLine(line);
    const ask = this.#ask;
    if (ask !== undefined) {
      this.#ask = undefined;
      return await this.#act(ask, "ask", line);
    }
    const verb = line.split(" ")[0]?.toUpperCase() ?? "";
    if (verb === "BDAT") await this.#readChunk(line);
    const key = [line, verb].find((known) => Object.hasOwn(this.#stage.answers, known)) ?? "*";
    await this.#answer(key, line);
  }

  async #readChunk(line: string): Promise<void> {
    const wanted = Number(line.split(" ")[1] ?? 0);
    while (this.#pending.length < wanted && !this.#isEnded) await this.#more();
    this.#content += this.#pending.slice(0, wanted);
    this.#pending = this.#pending.slice(wanted);
    if (!/ LAST$/i.test(line)) return;
    await this.#stage.deliver(this.#content);
    this.#content = "";
  }

  async #readContent(): Promise<void> {
    this.#pending = `\r\n${this.#pending}`;
    const whole = await this.#readUpTo(endOfContent);
    if (whole === undefined) {
      this.#pending = "";
      return;
    }
    const stuffed = whole.slice(2, -endOfContent.length + 2);
    this.#content = stuffed.replace(/(^|\r\n)\./g, "$1");
    await this.#stage.deliver(this.#content);
    await this.#answer(".", ".");
    this.#content = "";
  }

  async #readUpTo(end: string): Promise<string | undefined> {
    for (let from = 0;;) {
      const at = this.#pending.indexOf(end, from);
      if (at !== -1) {
        const whole = this.#pending.slice(0, at + end.length);
        this.#pending = this.#pending.slice(at + end.length);
        return whole;
      }
      if (this.#isEnded) return undefined;
      from = Math.max(0, this.#pending.length - end.length);
      await this.#more();
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.#isEnded) resolve();
    });
  }

  async #answer(key: string, line: string): Promise<void> {
    const answer = this.#stage.answers[key];
    if (answer !== undefined) await this.#act(answer, key, line);
  }

  async #act(answer: Answer, key: string, line: string): Promise<void> {
    const { connection } = this;
    const turn = this.#stage.countTurn(key);
    const moment = { line, connection, turn, isInTls: this.#isInTls, content: this.#content };
    const chosen = typeof answer === "function" ? answer(moment) : answer;
    for (const act of Array.isArray(chosen) ? chosen : [chosen]) {
      if (this.#isClosed) return;
      await this.#do(act);
    }
  }

  async #do(act: Act): Promise<void> {
    if (typeof act === "string") return this.#send(`${act}\r\n`);
    switch (act.kind) {
      case "octets":
        return this.#send(act.octets);
      case "close":
        return this.#close(act.how);
      case "pause":
        return await this.#sleep(act.time);
      case "tls":
        return this.#startTls(act.certificate);
      case "flood":
        return await this.#flood(act);
      case "deaf":
        this.#stream.pause();
        return await this.over;
      case "swallow":
        while (this.#pending === "" && !this.#isEnded) await this.#more();
        this.#pending = "";
        return;
      case "content":
        return await this.#readContent();
      case "ask":
        this.#ask = act.answer;
        return;
      case "stop-listening":
        return this.#stage.stopListening();
      default: {
        const never: never = act;
        return never;
      }
    }
  }

  #send(text: string): void {
    if (!this.#stream.destroyed && this.#stream.writable) this.#stream.write(latin1(text));
  }

  #close(how: Extract<Act, { kind: "close" }>["how"]): void {
    this.#isClosed = true;
    if (how === "reset") this.#socket.resetAndDestroy();
    else if (how === "fin") this.#stream.end();
    else this.#socket.end();
  }

  async #flood({ octets, pause }: Extract<Act, { kind: "flood" }>): Promise<void> {
    while (!this.#isEnded && !this.#stream.destroyed) {
      const isRoom = this.#stream.write(latin1(octets));
      if (pause > 0) await this.#sleep(pause);
      else if (!isRoom) {
        await Promise.race([new Promise((resolve) => this.#stream.once("drain", resolve)), this.over]);
      } else await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /** Ends early when the client is gone. */
  async #sleep(time: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#socket.off("close", done);
        resolve();
      };
      const timer = setTimeout(done, time);
      this.#socket.once("close", done);
    });
  }

  #startTls(name: keyof Certificates): void {
    const { key, [name]: cert } = this.#stage.certificates;
    this.#socket.removeAllListeners("data");
    this.#socket.removeAllListeners("end");
    const stream = new tls.TLSSocket(this.#socket, { isServer: true, key, cert });
    stream.on("error", () => this.#end());
    this.#isInTls = true;
    this.#stream = stream;
    this.#listen(stream);
  }

  #listen(stream: Duplex): void {
    stream.on("data", (octets: Uint8Array) => {
      const text = latin1Text(octets);
      this.receivedOctets += octets.length;
      if (this.received.length < 100_000) this.received += text;
      this.#pending += text;
      if (this.receivedOctets > mostOctets) this.destroy();
      this.#wake();
    });
    stream.on("end", () => this.#end());
  }

  #end(): void {
    this.#isEnded = true;
    this.#wake();
  }
}
