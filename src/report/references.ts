/** Where the text of a reference can be read. */

/** Gives the address of what "RFC 5321 §4.1.1.9" or "CVE-2011-0411" names, at the RFC Editor or the CVE list. */
export function addressOf(reference: string): string | undefined {
  if (/^CVE-[0-9]{4}-[0-9]{4,}$/.test(reference)) return `https://www.cve.org/CVERecord?id=${reference}`;
  const [, rfc, section = ""] = /^RFC ([0-9]{1,5})(?: §([0-9A-Z][0-9A-Za-z.]*))?$/.exec(reference) ?? [];
  if (rfc === undefined) return undefined;
  const page = `https://www.rfc-editor.org/rfc/rfc${rfc}.html`;
  if (section === "") return page;
  return `${page}#${/^[A-Z]/.test(section) ? "appendix" : "section"}-${section}`;
}
