/** What goes out on a connection, in pieces, as long as the server reads. */
import type { Duplex } from "node:stream";
import type { Octets } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import { generatePieces } from "../smtp/content.ts";
import type { Outgoing } from "./outgoing.ts";

/** The longest that one write may stand still before the server counts as deaf. Our choice. */
const writeWithin: Milliseconds = 60_000;
/** Large content goes out in pieces of this many octets. */
const writeOctets = 65_536;

export class Outbox {
  /** The server stopped reading: no further write will be accepted. */
  #isDeaf = false;
  readonly #isReset: () => boolean;

  /** Of a connection that says whether the server has reset it. */
  constructor(isReset: () => boolean) {
    this.#isReset = isReset;
  }

  /** Writes a segment and what fills it up. Gives false when the stream is shut or the server took nothing for a minute. */
  async write(stream: Duplex, { octets, filler }: Outgoing): Promise<boolean> {
    for (let at = 0; at < octets.length; at += writeOctets) {
      if (!await this.#writeOnce(stream, octets.subarray(at, at + writeOctets))) return false;
    }
    if (filler === undefined) return true;
    for (const piece of generatePieces(filler.octets)) {
      if (!await this.#writeOnce(stream, piece)) return false;
    }
    return filler.end.length === 0 || await this.#writeOnce(stream, filler.end);
  }

  #writeOnce(stream: Duplex, octets: Octets): Promise<boolean> {
    const isShut = this.#isReset() || stream.destroyed || stream.writableEnded;
    if (isShut || this.#isDeaf) return Promise.resolve(false);
    const written = new Promise<boolean>((resolve) => {
      stream.write(octets, (error) => resolve(error === null || error === undefined));
    });
    if (stream.writableLength === 0) return written; // The system has accepted all, and the stream is about to report it.
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
}
