/** A strict look at pages of ours: what HTML would forgive, this finds, and what only a stranger could have put in. */
import { findXmlFault } from "./xml.ts";

const voids = "meta|br|input|link|img|hr|base";
const elements = new Set(
  [
    ...["html", "head", "meta", "title", "style", "script", "body", "header", "main", "section", "h1", "h2", "h3"],
    ...["p", "a", "b", "i", "br", "ul", "ol", "li", "dl", "dt", "dd", "span", "bdi", "code", "pre", "mark", "figure"],
    ...["figcaption", "details", "summary", "div", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"],
    ...["form", "fieldset", "legend", "label", "input", "select", "option", "button", "output", "time"],
  ],
);
const attributes = new Set(
  [
    ...["lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "data-verdict", "data-level"],
    ...[
      "data-area",
      "data-alike",
      "dir",
      "scope",
      "datetime",
      "type",
      "value",
      "placeholder",
      "autocomplete",
      "role",
      "aria-label",
    ],
    ...["aria-live", "hidden", "start"],
  ],
);

/** Says what is wrong with a page, or undefined: badly formed, or an element or attribute that we do not write. */
export function findHtmlFault(page: string): string | undefined {
  const bare = page.replace(/<(style|script)>[^]*?<\/\1>/g, "<$1></$1>");
  const tags = [...bare.matchAll(/<\/?([a-z0-9]+)((?:[^>"]|"[^"]*")*)>/g)];
  for (const [, element = "", rest = ""] of tags) {
    if (!elements.has(element)) return `the element ${element}`;
    for (const [, attribute = ""] of rest.matchAll(/([^\s="]+)(?:="[^"]*")?/g)) {
      if (!attributes.has(attribute)) return `the attribute ${attribute} of ${element}`;
    }
  }
  const strange = [...bare.matchAll(/ href="([^"]*)"/g)].map(([, address = ""]) => address)
    .find((address) => !/^(?:#|https:\/\/www\.(?:rfc-editor|cve)\.org\/)/.test(address));
  if (strange !== undefined) return `a link to ${strange}`;
  return findXmlFault(
    bare.replace(/^<!doctype html>\n/, '<?xml version="1.0" encoding="UTF-8"?>\n')
      .replace(new RegExp(`<((?:${voids})(?:\\s(?:[^>"]|"[^"]*")*)?)>`, "g"), "<$1/>")
      .replace(/ hidden>/g, ' hidden="">'),
  );
}
