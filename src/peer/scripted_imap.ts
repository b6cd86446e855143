/**
 * A small IMAP server for tests, on a free port of 127.0.0.1: one mailbox, the commands of a client that reads it, and
 * any other answer on demand. It stops by itself after two minutes.
 */
import * as net from "node:net";
import * as tls from "node:tls";
import type { Duplex } from "node:stream";
import { latin1, latin1Text } from "../base/octets.ts";

/** What a command is answered by, with its tag in place of TAG; undefined leaves the right answer. */
export type ImapAnswer = (command: ImapMoment) => string | "close" | "silence" | undefined;

/** What is known where an answer is chosen. */
export interface ImapMoment {
  /** The command without its tag; "" for the greeting, "=" for what follows a continuation. */
  readonly line: string;
  /** The number of the connection, from 1. */
  readonly connection: number;
  /** How many messages there are. */
  readonly count: number;
}

/** How the server differs from a right one. */
export interface ImapScript {
  readonly user?: string;
  readonly pass?: string;
  readonly capabilities?: string;
  readonly isImplicitTls?: boolean;
  /** Key and certificate (PEM), for TLS. */
  readonly identity?: { readonly key: string; readonly cert: string };
  readonly answer?: ImapAnswer;
}

/** A server that runs. */
export interface ScriptedImap {
  readonly port: number;
  /** The messages, the oldest first, one character an octet; their UIDs count from 1. */
  readonly messages: string[];
  /** All commands without their tags, and what followed a continuation. */
  readonly lines: readonly string[];
  /** The connections so far. */
  readonly connections: number;
  /** Ends the connections that are open, and goes on listening. */
  drop(): void;
  stop(): Promise<void>;
}

const mostTime = 120_000; // our choice: no test takes so long

/** Starts a server with some messages. */
export async function startImap(script: ImapScript, messages: readonly string[] = []): Promise<ScriptedImap> {
  const stage = { script, messages: [...messages], lines: [] as string[] };
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    new ImapDialogue(socket, ++connections, stage).begin();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const limit = setTimeout(() => {
    listener.close();
    drop();
  }, mostTime);
  return {
    port: (listener.address() as net.AddressInfo).port,
    messages: stage.messages,
    lines: stage.lines,
    get connections() {
      return connections;
    },
    drop,
    async stop() {
      clearTimeout(limit);
      const isClosed = new Promise<void>((resolve) => listener.close(() => resolve()));
      drop();
      await isClosed;
    },
  };
}

interface Stage {
  readonly script: ImapScript;
  readonly messages: string[];
  readonly lines: string[];
}

class ImapDialogue {
  readonly #socket: net.Socket;
  readonly #connection: number;
  readonly #stage: Stage;
  #stream: Duplex;
  #pending = "";
  #tagOfPlain = "";
  #known = 0;
  #isInTls = false;

  constructor(socket: net.Socket, connection: number, stage: Stage) {
    this.#socket = socket;
    this.#stream = socket;
    this.#connection = connection;
    this.#stage = stage;
  }

  begin(): void {
    if (this.#stage.script.isImplicitTls === true) this.#startTls();
    else this.#listen(this.#socket);
    this.#answer("", "", "* OK [CAPABILITY IMAP4rev1] ready\r\n");
  }

  #listen(stream: Duplex): void {
    stream.on("data", (octets: Uint8Array) => {
      this.#pending += latin1Text(octets);
      for (let end = this.#pending.indexOf("\r\n"); end !== -1; end = this.#pending.indexOf("\r\n")) {
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        this.#take(line);
      }
    });
  }

  #startTls(): void {
    const { identity = { key: "", cert: "" } } = this.#stage.script;
    this.#socket.removeAllListeners("data");
    const stream = new tls.TLSSocket(this.#socket, { isServer: true, ...identity });
    stream.on("error", () => this.#socket.destroy());
    this.#stream = stream;
    this.#isInTls = true;
    this.#listen(stream);
  }

  #take(line: string): void {
    if (this.#tagOfPlain !== "") {
      const tag = this.#tagOfPlain;
      this.#tagOfPlain = "";
      this.#stage.lines.push(`=${line}`);
      const { user = "alice", pass = "secret word" } = this.#stage.script;
      const isRight = line === btoa(`\0${user}\0${pass}`);
      return this.#answer(tag, "=", isRight ? "TAG OK in\r\n" : "TAG NO [AUTHENTICATIONFAILED] wrong\r\n");
    }
    const space = line.indexOf(" ");
    const [tag, command] = [line.slice(0, space), line.slice(space + 1)];
    this.#stage.lines.push(command);
    this.#answer(tag, command, this.#rightAnswer(tag, command));
  }

  #rightAnswer(tag: string, command: string): string {
    const { messages, script } = this.#stage;
    const exists = messages.length === this.#known ? "" : `* ${messages.length} EXISTS\r\n`;
    switch (command.split(" ")[0]) {
      case "CAPABILITY":
        return `* CAPABILITY ${script.capabilities ?? "IMAP4rev1 AUTH=PLAIN"}\r\nTAG OK\r\n`;
      case "STARTTLS":
        return "TAG OK go on\r\n";
      case "AUTHENTICATE":
        this.#tagOfPlain = tag;
        return "+ \r\n";
      case "EXAMINE":
        this.#known = messages.length;
        return `* ${messages.length} EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n` +
          `* OK [UIDNEXT ${messages.length + 1}] next\r\nTAG OK [READ-ONLY] open\r\n`;
      case "NOOP":
        this.#known = messages.length;
        return `${exists}TAG OK\r\n`;
      case "UID":
        return `${this.#fetch(command)}TAG OK\r\n`;
      case "LOGOUT":
        return "* BYE\r\nTAG OK\r\n";
      default:
        return "TAG OK\r\n";
    }
  }

  #fetch(command: string): string {
    const { messages } = this.#stage;
    const [, from = "", items = ""] = /^UID FETCH (\S+) \((.*)\)$/.exec(command) ?? [];
    const first = Number(/^(\d+):\*$/.exec(from)?.[1] ?? NaN);
    const uids = from === "*" ? [messages.length] : from.split(",").map(Number);
    return messages.map((mail, index) => {
      const uid = index + 1;
      const isWanted = uid >= Math.min(first, messages.length) || uids.includes(uid);
      if (!isWanted) return "";
      const size = items.includes("SIZE") ? ` RFC822.SIZE ${mail.length}` : "";
      const body = items.includes("BODY") ? ` BODY[] {${mail.length}}\r\n${mail}` : "";
      return `* ${uid} FETCH (UID ${uid} FLAGS (\\Recent)${size}${body})\r\n`;
    }).join("");
  }

  #answer(tag: string, line: string, right: string): void {
    const { script, messages } = this.#stage;
    const answer = script.answer?.({ line, connection: this.#connection, count: messages.length }) ?? right;
    if (answer === "silence") return;
    if (answer === "close") {
      this.#socket.destroy();
      return;
    }
    this.#stream.write(latin1(answer.replaceAll("TAG", tag)));
    if (line === "STARTTLS" && !this.#isInTls && answer.startsWith("TAG OK")) this.#startTls();
    if (line === "LOGOUT") this.#stream.end();
  }
}
