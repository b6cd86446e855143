/** Links: to RFC sections and CVEs, and to anchors of the page itself. */
import { addressOf } from "../references.ts";
import { foreign, type Markup, markup } from "./markup.ts";

/** Writes "RFC 5321 §4.1.1.9" or "CVE-2011-0411" as a link; another text stays text. */
export function linkReference(reference: string): Markup {
  const address = addressOf(reference);
  return address === undefined ? foreign(reference) : markup`<a href="${address}" rel="noreferrer">${reference}</a>`;
}

/** Gives the link to the element with this id: what a fragment cannot hold is escaped. */
export function anchor(id: string): string {
  return `#${encodeURI(id.toWellFormed()).replaceAll("#", "%23")}`;
}
