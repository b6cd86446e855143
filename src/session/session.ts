/**
 * A connection with what the client knows of its state: the latest offer, whether content is due, whether somebody
 * would get the mail. Every reply is linted as it is read.
 */
import { concat, find, latin1Text, type Octets, utf8 } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Breach } from "../judge/lint.ts";
import { type LintContext, lintMalformed, lintReply } from "../judge/lint_reply.ts";
import { type Offer, offers, readOffer } from "../smtp/ehlo.ts";
import type { Observation } from "../smtp/observation.ts";
import { type Malformed, type Reply, replyOctets } from "../smtp/reply.ts";
import type { Deadlines } from "../targets/target.ts";
import type { Connection } from "../wire/connection.ts";
import type { Outgoing } from "../wire/outgoing.ts";
import type { TlsFacts, Transcript } from "../wire/transcript.ts";
import { Unplayable } from "./unplayable.ts";
import type { FactBook } from "./fact_book.ts";
import { DeliveryGuard } from "./guard.ts";
import { LegalDialogue } from "./legal_dialogue.ts";
import { FactWatch } from "./fact_watch.ts";
import type { LintBook } from "./lint_book.ts";
import { findSuspicion, rulesOfInput, type Suspicion } from "./suspicion.ts";

const endOfContent = utf8("\r\n.\r\n"); // RFC 5321 §4.1.1.4
const isHello = (verb: string) => ["EHLO", "LHLO", "HELO"].includes(verb);
const lineEnd = utf8("\r\n");
/** Servers answer a wrong password slowly on purpose: so many times as long as another reply. Our choice. */
const authPatience = 3;
const unsolicited: Breach = { rule: "unsolicited", why: "it answers no command", isTolerated: false };
const closesWithin: Milliseconds = 5_000; // our choice: after a 421 there is nothing left to wait for

export interface SessionOptions {
  readonly runId: string;
  readonly deadlines: Deadlines;
  readonly lints: LintBook;
  readonly facts: FactBook;
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly transcript: Transcript;
  /** The end of a message is answered once for each accepted recipient (RFC 2033 §4.2). */
  readonly repliesPerRecipient: boolean;
  /** The case sends what is malformed, so that nobody knows how many commands a server will see in it. */
  readonly isHostile: boolean;
  /** The case sends nothing hostile, and neither floods nor idles. */
  readonly isOrdinary: boolean;
  /** The case may have a message accepted. */
  readonly mayDeliver: boolean;
}

export class Session {
  readonly connection: Connection;
  readonly #options: SessionOptions;
  readonly #guard = new DeliveryGuard();
  readonly #dialogue: LegalDialogue;
  #suspicion: Suspicion | undefined;
  readonly #facts: FactWatch;
  #offer: Offer | undefined;
  #verbs: string[] = ["greeting"];
  #isContentDue = false;
  /** The last octets of content, in which the final dot may begin; at first, the line end of DATA. */
  #contentTail: Octets = lineEnd;
  #accepted = 0;
  #usesUtf8 = false;
  #metPermanentError = false;
  #isAnswered = false;
  /** Every command that was sent has its reply: what comes before the next write, nobody asked for. */
  #isSettled = false;
  /** A reply did not come in time: which command a later one answers is not known any more. */
  #isOutOfStep = false;
  #mayClose = false;
  #isEnded = false;

  constructor(connection: Connection, options: SessionOptions) {
    this.connection = connection;
    this.#options = options;
    const { isOrdinary, repliesPerRecipient } = options;
    this.#dialogue = new LegalDialogue({ isOrdinary, isLmtp: repliesPerRecipient });
    this.#facts = new FactWatch(options);
  }

  /** What the latest EHLO or LHLO offered, in the TLS state of this moment. */
  get offer(): Offer | undefined {
    return this.#offer;
  }

  /** The server has sent 354, or another 3yz to DATA, and waits for content. */
  get isContentDue(): boolean {
    return this.#isContentDue;
  }

  get metPermanentError(): boolean {
    return this.#metPermanentError;
  }

  /** The server answered a command that is no QUIT, by something else than 421. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** The session was ended by a QUIT, or the server closed. */
  get isEnded(): boolean {
    return this.#isEnded || this.connection.isOver;
  }

  /** Shows what the server sent in one line: masked, and cut after that. */
  readonly show = (octets: Uint8Array): string => this.#options.transcript.excerpt(octets);

  /** Has a text masked from here on that was made out of a password. */
  hide(secret: string | Uint8Array, password: string): void {
    this.#options.transcript.hide(secret, password);
  }

  /** Milliseconds since the start of the run. */
  get now(): Milliseconds {
    return this.#options.transcript.now();
  }

  get offersEnhanced(): boolean {
    return this.#offer !== undefined && offers(this.#offer, "ENHANCEDSTATUSCODES");
  }

  /** Writes segments; `verbs` are the commands in them that will be answered. */
  async write(
    segments: readonly Outgoing[],
    options: { readonly verbs: readonly string[]; readonly gap: Milliseconds; readonly isSettled: boolean },
  ): Promise<boolean> {
    this.#refuseToDeliver(segments);
    this.#lintUnasked();
    const isInTurn = options.isSettled && this.#verbs.length === 0 && !this.#isOutOfStep;
    this.#dialogue.write({ segments, isInTurn, isContentDue: this.#isContentDue });
    this.#isSettled = options.isSettled;
    this.#facts.write(options.verbs.length);
    // What is sent after a 354 is content, whatever words it begins with.
    const verbs = this.#isContentDue ? ["."] : options.verbs;
    this.#verbs.push(
      ...verbs.flatMap((verb) => this.#isAnsweredEach(verb) ? Array(this.#accepted).fill(verb) : [verb]),
    );
    if (this.#isContentDue) this.#followContent(segments);
    if (segments.some(({ octets }) => octets.length < 4096 && /SMTPUTF8/i.test(latin1Text(octets)))) {
      this.#usesUtf8 = true;
    }
    return await this.connection.write(segments, options.gap);
  }

  #isAnsweredEach(verb: string): boolean {
    return this.#options.repliesPerRecipient && this.#accepted > 0 && (verb === "." || verb === "BDAT LAST");
  }

  /** Sends one line of the runner's own. */
  async send(line: string): Promise<boolean> {
    const verb = line.split(" ")[0]?.toUpperCase() ?? "";
    const segment = { octets: utf8(`${line}\r\n`), secrets: [] };
    return await this.write([segment], { verbs: [verb], gap: 0, isSettled: true });
  }

  /** Reads the next reply. `within` defaults to the deadline of the command that is answered. */
  async read(within?: Milliseconds): Promise<Observation> {
    const verb = this.#verbs.shift() ?? "";
    const { input } = this.#dialogue;
    const deadline = this.#deadline(verb);
    const received = await this.connection.next(within ?? deadline);
    if (input !== undefined) this.#options.lints.check(rulesOfInput);
    this.#suspicion = findSuspicion(input, received, deadline);
    this.#facts.read(verb, received);
    if (received.kind === "silence") this.#isOutOfStep = true;
    if (received.kind === "malformed") this.#lintMalformed(verb, received);
    if (received.kind === "reply") {
      this.#mayClose = false;
      this.#learn(verb, received);
      this.#lint(verb, received);
      if (received.code === 421) await this.#lintClosing(received);
    }
    return received;
  }

  /** Notes when the content that the server waits for has been ended by a line with a single dot. */
  #followContent(segments: readonly Outgoing[]): void {
    // Generated lines end in CRLF and hold no end of content.
    const parts = segments.flatMap(({ octets, filler }) =>
      filler === undefined ? [octets] : [octets, lineEnd, filler.end]
    );
    const most = endOfContent.length - 1;
    for (const part of parts) {
      const seam = concat([this.#contentTail, part.subarray(0, most)]);
      if (find(seam, endOfContent) !== -1 || find(part, endOfContent) !== -1) this.#isContentDue = false;
      this.#contentTail = part.length < most ? seam.slice(-most) : part.slice(-most);
    }
  }

  /** What the latest read met after legal input, and may be held against the server; undefined for what is right. */
  get suspicion(): Suspicion | undefined {
    return this.#suspicion;
  }

  /** Notes that the client was idle: from here on, no silence and no close is held against the server. */
  idle(): void {
    this.#dialogue.end();
    this.#facts.idle();
  }

  /** Notes that the server may close until its next reply, and that this settles the case. */
  allowClose(): void {
    this.#mayClose = true;
  }

  /** The server may close, and that settles the case. */
  get mayClose(): boolean {
    return this.#mayClose;
  }

  /** Ends the session for the next TLS state: what was offered before is cleared. */
  enterTls(_facts: TlsFacts): void {
    this.#offer = undefined;
    this.#dialogue.enterTls();
    this.#facts.enterTls();
    this.#accepted = 0;
    // Where TLS begins with the first octet, the greeting comes after.
    this.#verbs = this.#verbs[0] === "greeting" ? ["greeting"] : [];
    this.#isSettled = false;
    this.#isOutOfStep = false;
  }

  /** Every command that was sent has its reply. */
  get isSettled(): boolean {
    return this.#isSettled && !this.#isOutOfStep && this.#verbs.length === 0;
  }

  /** Notes that no more is sent on this session. */
  end(): void {
    this.#isEnded = true;
  }

  /** Notes replies found before the 221 that nobody asked for, where that can be distinguished. */
  lintLeftOver(replies: readonly Observation[]): void {
    if (!this.isSettled || this.#options.isHostile) return;
    for (const reply of replies) {
      if (reply.kind === "reply" && reply.code !== 421) {
        this.#breach([unsolicited], reply);
      }
    }
  }

  #deadline(verb: string): Milliseconds {
    const { greeting, endOfData, reply } = this.#options.deadlines;
    if (verb === "AUTH") return reply * authPatience;
    return verb === "greeting" ? greeting : verb === "." || verb === "BDAT LAST" ? endOfData : reply;
  }

  #learn(verb: string, reply: Reply): void {
    if (reply.code >= 500) this.#metPermanentError = true;
    if (verb !== "greeting" && verb !== "QUIT" && reply.code !== 421) this.#isAnswered = true;
    const isPositive = reply.code >= 200 && reply.code < 300;
    this.#isContentDue = reply.code === 354 || (verb === "DATA" && reply.code >= 300 && reply.code < 400);
    this.#contentTail = lineEnd;
    if (this.#verbs.length === 0) this.#guard.settle();
    this.#dialogue.read(verb, reply);
    if (!isPositive) return;
    if (verb === "EHLO" || verb === "LHLO") this.#offer = readOffer(reply);
    if (verb === "HELO") this.#offer = undefined;
    this.#dialogue.offer(this.#offer);
    if (verb === "RCPT") this.#accepted++;
    if (["EHLO", "LHLO", "HELO", "RSET", ".", "BDAT LAST"].includes(verb)) this.#accepted = 0;
  }

  #lint(verb: string, reply: Reply): void {
    const isOffer = (verb === "EHLO" || verb === "LHLO") && reply.code === 250 && !this.#isOutOfStep;
    const { checked, breaches } = lintReply(reply, this.#lintContext(verb, isOffer));
    const mayBeUnsolicited = verb !== "greeting" && !this.#isOutOfStep;
    this.#options.lints.check(mayBeUnsolicited ? [...checked, "unsolicited"] : checked);
    this.#breach(breaches, reply);
  }

  #lintMalformed(verb: string, malformed: Malformed): void {
    this.#breach(lintMalformed(malformed, this.#lintContext(verb, false)).breaches, malformed);
  }

  #lintContext(verb: string, isOffer: boolean): LintContext {
    return {
      offersEnhanced: this.offersEnhanced,
      usesUtf8: this.#usesUtf8,
      // Of what is malformed or comes too early a server may leave out something, and answer what came after it.
      mayAnswerHello: this.#isOutOfStep || isHello(verb) || (this.#options.isHostile && this.#verbs.some(isHello)),
      isOffer,
    };
  }

  async #lintClosing(reply: Reply): Promise<void> {
    this.#options.lints.check(["closes-after-421"]);
    if (await this.connection.closing(closesWithin) === undefined && this.connection.unread === undefined) {
      const why = `the connection was still open ${closesWithin / 1000} s later`;
      this.#breach([{ rule: "closes-after-421", why, isTolerated: false }], reply);
    }
  }

  #lintUnasked(): void {
    const unread = this.connection.unread;
    if (this.isSettled && !this.#options.isHostile && unread?.kind === "reply" && unread.code !== 421) {
      this.#breach([unsolicited], unread);
    }
  }

  /** Notes the breaches of one reply. Where the book has enough of a rule, nothing is made of another. */
  #breach(breaches: readonly Breach[], from: Reply | Malformed): void {
    const { lints, runId, transcript } = this.#options;
    const wanted = breaches.filter(({ rule }) => !lints.isFull(rule));
    if (wanted.length === 0) return;
    const received = this.show(from.kind === "reply" ? replyOctets(from) : from.octets);
    const mark = transcript.mark();
    for (const { rule, why, isTolerated } of wanted) {
      lints.note({ rule, why: transcript.shorten(why), isTolerated, run: runId, mark, received });
    }
  }

  /** Keeps a case that does not declare `delivers` from having a message accepted for somebody. */
  #refuseToDeliver(segments: readonly Outgoing[]): void {
    if (this.#options.mayDeliver) return;
    const transaction = { hasRecipient: this.#accepted > 0, isContentDue: this.#isContentDue };
    const parts = segments.flatMap(({ octets, filler }) => filler === undefined ? [octets] : [octets, filler.end]);
    if (parts.some((octets) => this.#guard.delivers(octets, transaction))) {
      throw new Unplayable("error", `the case would have a message accepted, but does not declare "delivers"`);
    }
  }
}
