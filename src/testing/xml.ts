/** A strict look at XML: what a parser must refuse, this finds. Elements, attributes and entities; no DTD. */

const nameForm = "[A-Za-z_][A-Za-z0-9_.-]*";
const entities = /&(?:lt|gt|amp|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);/g;

/** Says why a text is no well-formed XML document, or undefined. */
export function findXmlFault(text: string): string | undefined {
  // XML 1.0 §2.2, Char
  const odd = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (odd !== null) return `the character ${JSON.stringify(odd[0])} at ${odd.index}`;
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text);
  if (declaration === null) return "no declaration";
  const open: string[] = [];
  let roots = 0;
  let at = declaration[0].length;
  while (at < text.length) {
    const next = text.indexOf("<", at) === -1 ? text.length : text.indexOf("<", at);
    const fault = findTextFault(text.slice(at, next), open.length === 0);
    if (fault !== undefined) return `${fault} at ${at}`;
    if (next === text.length) break;
    const tag = new RegExp(`<(/?)(${nameForm})((?:\\s+${nameForm}="[^"<]*")*)\\s*(/?)>`, "y");
    tag.lastIndex = next;
    const match = tag.exec(text);
    if (match === null) return `a tag that cannot be read at ${next}: ${text.slice(next, next + 40)}`;
    const [whole, end, name = "", attributes = "", empty] = match;
    const wrong = findAttributeFault(attributes);
    if (wrong !== undefined) return `${wrong} at ${next}`;
    if (end === "/") {
      if (open.pop() !== name || attributes !== "") return `</${name}> at ${next}`;
    } else {
      if (open.length === 0 && ++roots > 1) return `a second root at ${next}`;
      if (empty !== "/") open.push(name);
    }
    at = next + whole.length;
  }
  return open.length > 0 ? `<${open.at(-1)}> is not closed` : roots === 0 ? "no root" : undefined;
}

function findTextFault(text: string, isOutside: boolean): string | undefined {
  if (text.includes("]]>")) return "]]>";
  if (isOutside && text.trim() !== "") return "text outside the root";
  return text.replace(entities, "").includes("&") ? "a bare ampersand" : undefined;
}

function findAttributeFault(attributes: string): string | undefined {
  const seen = new Set<string>();
  for (const [, name = "", value = ""] of attributes.matchAll(/([^\s=]+)="([^"]*)"/g)) {
    if (seen.has(name)) return `the attribute ${name} twice`;
    seen.add(name);
    if (value.replace(entities, "").includes("&")) return "a bare ampersand";
  }
  return undefined;
}
