/**
 * The transcript of a run: every octet in both directions, with monotonic times. Octets are escaped, secrets are
 * masked, and what is long or much is cut out with a count, so that memory stays flat whatever a server sends.
 */
import { concat, find, type Octets, utf8 } from "../base/octets.ts";
import { escapeOctets, visible } from "../base/show.ts";
import { generateOctets } from "../smtp/content.ts";
import type { Milliseconds } from "../base/time.ts";

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

/** Octets to send, with the stretches of them that are secret. */
export interface Outgoing {
  readonly octets: Octets;
  readonly secrets: readonly Stretch[];
  /** Generated lines that go out behind `octets`, so many octets of them and then `end`; never held as a whole. */
  readonly filler?: { readonly octets: number; readonly end: Octets };
}
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const headOctets = 1500; // our choices: enough to see what a message is, and how it ends
const tailOctets = 300;
const maxExchanges = 3000; // our choice: 1,000 recipients and their replies
const mask = "***";

export class Transcript {
  readonly #events: Exchange[] = [];
  readonly #clock: () => Milliseconds;
  readonly #start: Milliseconds;
  readonly #secrets: Octets[];
  #dropped = 0;

  /** `clock` is monotonic; `secrets` are masked wherever they turn up, whoever says them. */
  constructor(clock: () => Milliseconds, secrets: readonly string[]) {
    this.#clock = clock;
    this.#start = clock();
    this.#secrets = secrets.filter((secret) => secret.length >= 4).map(utf8);
  }

  /** The events so far. */
  get events(): readonly Exchange[] {
    return this.#events;
  }

  /** How many events were left out because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Milliseconds since the start of the run. */
  now(): Milliseconds {
    return this.#clock() - this.#start;
  }

  /** Has a text masked from here on, because it was made out of a secret. */
  hide(secret: string): void {
    if (secret.length >= 4) this.#secrets.push(utf8(secret));
  }

  /** Masks what is secret in a text about this session, whether its octets are escaped or shown to a reader. */
  mask(text: string): string {
    const forms = this.#secrets.map(escapeOctets).flatMap((escaped) => [escaped, visible(escaped)]);
    return forms.reduce((masked, form) => masked.replaceAll(form, mask), text);
  }

  record(on: string, happening: Happening, at = this.now()): void {
    if (this.#events.length >= maxExchanges) {
      this.#events.splice(maxExchanges / 2, 1);
      this.#dropped++;
    }
    this.#events.push({ at, on, ...happening });
  }

  recordSent(on: string, outgoing: Outgoing, isInTls: boolean): void {
    const { text, omitted } = this.#show(outgoing.octets, outgoing.secrets);
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
    this.record(on, { kind: "received", ...this.#show(octets, []), octets: octets.length, isInTls }, at);
  }

  #show(octets: Octets, known: readonly Stretch[]): { text: string; omitted: number } {
    const omitted = Math.max(0, octets.length - headOctets - tailOctets);
    const parts = omitted === 0
      ? [{ start: 0, end: octets.length }]
      : [{ start: 0, end: headOctets }, { start: octets.length - tailOctets, end: octets.length }];
    const secrets = [...known, ...parts.flatMap((part) => this.#found(octets, part))].toSorted((one, other) =>
      one.start - other.start
    );
    const text = parts.map((part) => masked(octets, part, secrets)).join("…");
    return { text, omitted };
  }

  /** Finds the secrets that stand in a part of the octets, or partly in it. */
  #found(octets: Octets, part: Stretch): Stretch[] {
    const found: Stretch[] = [];
    for (const secret of this.#secrets) {
      const from = Math.max(0, part.start - secret.length + 1);
      const near = octets.subarray(from, part.end + secret.length - 1);
      for (let at = find(near, secret); at !== -1; at = find(near, secret, at + secret.length)) {
        found.push({ start: from + at, end: from + at + secret.length });
      }
    }
    return found;
  }
}

function masked(octets: Octets, part: Stretch, secrets: readonly Stretch[]): string {
  let text = "";
  let at = part.start;
  for (const { start, end } of secrets) {
    if (end <= at || start >= part.end) continue;
    text += escapeOctets(octets.subarray(at, Math.max(at, start))) + mask;
    at = Math.min(end, part.end);
  }
  return text + escapeOctets(octets.subarray(at, part.end));
}

/** Counts octets to send, generated ones too. */
export function countOctets({ octets, filler }: Outgoing): number {
  return octets.length + (filler === undefined ? 0 : filler.octets + filler.end.length);
}

/** Joins octets to send into one string, and moves their secret stretches along. */
export function joinOutgoing(parts: readonly Outgoing[]): Outgoing {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return makeWhole(first);
  const whole = parts.map(makeWhole);
  let offset = 0;
  const secrets = whole.flatMap((part) => {
    const moved = part.secrets.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
    offset += part.octets.length;
    return moved;
  });
  return { octets: concat(whole.map((part) => part.octets)), secrets };
}

function makeWhole({ octets, secrets, filler }: Outgoing): Outgoing {
  return filler === undefined
    ? { octets, secrets }
    : { octets: concat([octets, generateOctets(filler.octets), filler.end]), secrets };
}

/** Takes a stretch out of octets to send, with what is secret in it. */
export function sliceOutgoing({ octets, secrets }: Outgoing, start: number, end: number): Outgoing {
  return {
    octets: octets.slice(start, end),
    secrets: secrets
      .map((stretch) => ({ start: Math.max(stretch.start, start) - start, end: Math.min(stretch.end, end) - start }))
      .filter((stretch) => stretch.end > stretch.start),
  };
}
