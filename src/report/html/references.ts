/** References as links: RFC sections at the RFC Editor, CVEs, and anchors of the page itself. */
import { foreign, type Markup, markup } from "./markup.ts";

/** Writes "RFC 5321 §4.1.1.9" or "CVE-2011-0411" as a link; another text stays text. */
export function linkReference(reference: string): Markup {
  const address = addressOf(reference);
  return address === undefined ? foreign(reference) : markup`<a href="${address}" rel="noreferrer">${reference}</a>`;
}

/** Gives the address of the text that a reference names. */
export function addressOf(reference: string): string | undefined {
  if (/^CVE-[0-9]{4}-[0-9]{4,}$/.test(reference)) return `https://www.cve.org/CVERecord?id=${reference}`;
  const [, rfc, section = ""] = /^RFC ([0-9]{1,5})(?: §([0-9A-Z][0-9A-Za-z.]*))?$/.exec(reference) ?? [];
  if (rfc === undefined) return undefined;
  const page = `https://www.rfc-editor.org/rfc/rfc${rfc}.html`;
  if (section === "") return page;
  return `${page}#${/^[A-Z]/.test(section) ? "appendix" : "section"}-${section}`;
}

/** Gives the link to the element with this id: what a fragment cannot hold is escaped. */
export function anchor(id: string): string {
  return `#${encodeURI(id.toWellFormed()).replaceAll("#", "%23")}`;
}
