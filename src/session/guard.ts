/**
 * Keeps a session from having a message accepted for somebody, when its case does not declare `delivers`. It looks at
 * the octets as a lenient server would, whatever the steps call them, and so may refuse too much but not too little.
 */
import { latin1Text } from "../base/octets.ts";

/** What the replies have shown of the transaction. */
export interface Transaction {
  readonly hasRecipient: boolean;
  /** The server has sent 354. */
  readonly isContentDue: boolean;
}

export class DeliveryGuard {
  /** A line that earlier writes have begun. */
  #begun = "";
  /** RCPT or DATA was sent, and its reply has not been read. */
  #hasRcpt = false;
  #hasData = false;

  /** Says whether a server that accepts everything would have accepted a message after these octets. */
  delivers(octets: Uint8Array, { hasRecipient, isContentDue }: Transaction): boolean {
    const text = this.#begun + latin1Text(octets);
    const awaitsContent = isContentDue || this.#hasData;
    this.#begun = text.slice(text.lastIndexOf("\n") + 1).slice(0, 1000);
    if (/^\s*RCPT/im.test(text)) this.#hasRcpt = true;
    if (/^\s*DATA/im.test(text)) this.#hasData = true;
    if (!hasRecipient && !this.#hasRcpt) return false;
    return isContentDue ||
      /^\s*BDAT\s+[0-9]+\s+LAST/im.test(text) ||
      (this.#hasData && (awaitsContent ? /(?:^|[\r\n])\.[\r\n]/ : /[\r\n]\.[\r\n]/).test(text));
  }

  /** Every command that was sent has its reply: `Transaction` knows it all again. */
  settle(): void {
    this.#hasRcpt = false;
    this.#hasData = false;
  }
}
