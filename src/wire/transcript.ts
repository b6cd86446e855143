/**
 * The transcript of a session: every octet in both directions, with monotonic times. Octets are escaped, secrets are
 * masked before anything is cut, and what is long or much is cut out with a count, so that memory stays flat whatever a
 * server sends.
 */
import { isLatin1, latin1, latin1Text, type Octets, utf8 } from "../base/octets.ts";
import { clip, escapeOctets } from "../base/show.ts";
import type { Milliseconds } from "../base/time.ts";
import { countOctets, joinStretches, type Outgoing, type Stretch } from "./outgoing.ts";
import { mask, Secrets } from "./secrets.ts";

/** What was agreed in a TLS handshake, and the certificate that the server showed. */
export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly names: readonly string[];
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint: string;
  /** The certificate is for the name that was asked for. */
  readonly isForName: boolean;
  /** Today lies within its dates. */
  readonly isValidToday: boolean;
  /** Its chain leads to a root that is known here. */
  readonly isTrusted: boolean;
  /** Why it is not trusted, in the TLS library's words. */
  readonly distrust: string | undefined;
}

/** One event of a transcript; `at` counts from the start of the run, `on` names the connection. */
export type Exchange =
  & { readonly at: Milliseconds; readonly on: string }
  & (
    | { readonly kind: "connected"; readonly to: string; readonly from: string }
    | {
      readonly kind: "sent" | "received";
      /** The octets, escaped; `***` stands for a secret. */
      readonly text: string;
      readonly octets: number;
      /** How many octets were cut out of the middle of `text`, where "…" stands. */
      readonly omitted: number;
      readonly isInTls: boolean;
    }
    | { readonly kind: "tls"; readonly facts: TlsFacts }
    | { readonly kind: "closed"; readonly by: "client" | "server"; readonly how: string }
    | { readonly kind: "note"; readonly text: string }
  );

/** An event before its time and connection are known. */
export type Happening = Exchange extends infer E ? E extends Exchange ? Omit<E, "at" | "on"> : never : never;

/** How many octets are shown of the beginning and the end of what was sent or received. */
interface Shown {
  readonly head: number;
  readonly tail: number;
}

const full: Shown = { head: 1500, tail: 300 }; // our choices: enough to see what a message is, and how it ends
const brief: Shown = { head: 100, tail: 20 };
const headExchanges = 1500; // our choices: with the tail, 1,000 recipients and their replies
const tailExchanges = 1500;
/** After so many characters a transcript shows what follows briefly, and only the end of it. Our choices. */
const mostFull = 200_000;
const briefExchanges = 200;
const mostExcerpt = 300; // our choices, in characters: what was received, in a sentence; the transcript has more
const mostSentence = 400;
const mostNames = 50; // our choice: a certificate for a thousand names is known by the first

/** Points at an event: by its number while the transcript grows, and by its place once that is finished. */
export interface Mark {
  readonly event: number;
}

export class Transcript {
  /** In the order in which they were recorded: what is read late has the time at which it was received. */
  readonly #events: Exchange[] = [];
  readonly #marks: { event: number }[] = [];
  readonly #clock: () => Milliseconds;
  readonly #start: Milliseconds;
  readonly #ofRun: Secrets;
  /** Those of this session too. */
  #secrets: Secrets;
  /** How many events are kept of the beginning, once some are left out after them. */
  #head: number | undefined;
  #dropped = 0;
  #characters = 0;

  /** `clock` is monotonic; `secrets` are masked wherever they turn up, whoever sends them. */
  constructor(clock: () => Milliseconds, secrets: Secrets) {
    this.#clock = clock;
    this.#start = clock();
    this.#ofRun = secrets;
    this.#secrets = secrets;
  }

  /** The events so far, in the order of their times. */
  get events(): readonly Exchange[] {
    return this.#events.toSorted((one, other) => one.at - other.at);
  }

  /** Points at the latest event. */
  mark(): Mark {
    const mark = { event: this.latest };
    this.#marks.push(mark);
    return mark;
  }

  /** Gives the events of the transcript, to which nothing is added any more; marks point at their places. */
  finish(): readonly Exchange[] {
    for (const mark of this.#marks.splice(0)) mark.event = this.placeOf(mark.event);
    return this.events;
  }

  /** The number of the event that was recorded latest, counted from 0, those that were left out too. */
  get latest(): number {
    return this.#events.length + this.#dropped - 1;
  }

  /** Gives the place among the events of the event with a number; one that was left out has the place of the gap. */
  placeOf(number: number): number {
    const head = this.#head ?? number;
    const index = number < head ? number : Math.max(head, number - this.#dropped);
    const event = this.#events[index];
    return event === undefined ? index : this.events.indexOf(event);
  }

  /** How many events were left out because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Milliseconds since the start of the run. */
  now(): Milliseconds {
    return this.#clock() - this.#start;
  }

  /**
   * Has a text masked from here on, because it was made out of a password: in all sessions of the run where the
   * password is a secret of the run, in this one where the case brings its own.
   */
  hide(secret: string | Uint8Array, password: string): void {
    if (this.#ofRun.isIn(password)) return this.#ofRun.addDerived(secret);
    if (this.#secrets === this.#ofRun) this.#secrets = new Secrets(this.#ofRun);
    this.#secrets.addDerived(secret);
  }

  /** Masks what is secret in a text about this session, whether its octets are escaped or shown to a reader. */
  mask(text: string): string {
    return this.#secrets.mask(text);
  }

  /** Masks a text, and only then cuts it to what a line of a report holds. */
  shorten(text: string): string {
    return clip(this.mask(text), mostSentence);
  }

  /** Shows the beginning of octets in one line, masked; where something is left out, three dots end it. */
  excerpt(octets: Uint8Array, most = mostExcerpt): string {
    const shown = this.#show(octets, [], { head: most, tail: 0 });
    return clip(shown.omitted > 0 ? `${shown.text}...` : shown.text, most);
  }

  /** Shows a text between quotation marks, as `excerpt()` does, and how long it is; it has one character an octet. */
  quote(text: string, most = mostExcerpt): string {
    const head = text.slice(0, most + this.#secrets.longest + 1);
    const octets = isLatin1(head) ? latin1(head) : utf8(head);
    return `"${this.excerpt(octets, most)}"${text.length > most ? ` (${text.length} octets)` : ""}`;
  }

  /** Gives what a TLS handshake agreed on without what is secret or too much in a certificate. */
  maskFacts(facts: TlsFacts): TlsFacts {
    const show = (text: string) => this.shorten(text);
    return {
      ...facts,
      protocol: show(facts.protocol),
      cipher: show(facts.cipher),
      subject: show(facts.subject),
      names: facts.names.slice(0, mostNames).map(show),
      issuer: show(facts.issuer),
      validFrom: show(facts.validFrom),
      validTo: show(facts.validTo),
      fingerprint: show(facts.fingerprint),
      distrust: facts.distrust === undefined ? undefined : show(facts.distrust),
    };
  }

  /** Records what happened at a time, which may have been before what is recorded already. */
  record(on: string, happening: Happening, at = this.now()): void {
    this.#makeRoom();
    this.#events.push({ at, on, ...happening });
  }

  /** Leaves out what is neither at the beginning nor at the end. */
  #makeRoom(): void {
    const isMuch = this.#characters >= mostFull;
    if (isMuch || this.#events.length >= headExchanges) this.#head ??= this.#events.length;
    const most = (this.#head ?? headExchanges) + (isMuch ? briefExchanges : tailExchanges);
    const surplus = this.#events.length + 1 - most;
    if (surplus <= 0 || this.#head === undefined) return;
    this.#events.splice(this.#head, surplus);
    this.#dropped += surplus;
  }

  /** Records a remark of our own, in which the server's words may stand. */
  note(on: string, text: string): void {
    this.record(on, { kind: "note", text: this.shorten(text) });
  }

  recordSent(on: string, outgoing: Outgoing, isInTls: boolean): void {
    const { text, omitted } = this.#showNext(outgoing.octets, outgoing.secrets);
    const { filler } = outgoing;
    const rest = filler === undefined ? "" : `…${escapeOctets(filler.end)}`;
    this.record(on, {
      kind: "sent",
      text: text + rest,
      omitted: omitted + (filler?.octets ?? 0),
      octets: countOctets(outgoing),
      isInTls,
    });
  }

  recordReceived(on: string, octets: Octets, isInTls: boolean, at: Milliseconds): void {
    this.record(on, { kind: "received", ...this.#showNext(octets, []), octets: octets.length, isInTls }, at);
  }

  #showNext(octets: Octets, known: readonly Stretch[]): { text: string; omitted: number } {
    const shown = this.#show(octets, known, this.#characters < mostFull ? full : brief);
    this.#characters += shown.text.length;
    return shown;
  }

  #show(octets: Uint8Array, known: readonly Stretch[], { head, tail }: Shown): { text: string; omitted: number } {
    const omitted = Math.max(0, octets.length - head - tail);
    const parts = omitted === 0
      ? [{ start: 0, end: octets.length }]
      : [{ start: 0, end: head }, { start: octets.length - tail, end: octets.length }];
    const text = parts
      .filter(({ start, end }) => end > start)
      .map((part) => masked(octets, part, [...known, ...this.#found(octets, part)]))
      .join("…");
    return { text, omitted };
  }

  /** Finds the secrets that stand in a part of the octets, or partly in it. */
  #found(octets: Uint8Array, part: Stretch): Stretch[] {
    const from = Math.max(0, part.start - this.#secrets.longest);
    const near = octets.subarray(from, part.end + this.#secrets.longest);
    return this.#secrets.find(latin1Text(near), "cut")
      .map(({ start, end }) => ({ start: from + start, end: from + end }));
  }
}

function masked(octets: Uint8Array, part: Stretch, secrets: readonly Stretch[]): string {
  let text = "";
  let at = part.start;
  for (const { start, end } of joinStretches(secrets)) {
    if (end <= at || start >= part.end) continue;
    text += escapeOctets(octets.subarray(at, Math.max(at, start))) + mask;
    at = Math.min(end, part.end);
  }
  return text + escapeOctets(octets.subarray(at, part.end));
}
