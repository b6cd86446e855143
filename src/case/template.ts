/** Text with variables: `$name`, `${name}`, `${SIZE + 1}`, `$$` for a dollar. */
import type { Span } from "../base/source.ts";
import type { Template, TemplatePart } from "./template_types.ts";
import { type Reading, refuse } from "./reader.ts";
import type { Scalar } from "./yaml.ts";

/** Parses the text of a scalar into a template, and notes the variables that it uses. */
export function readTemplate(
  reading: Reading,
  scalar: Scalar,
  encoding: Template["encoding"] = "utf8",
): Template {
  const parts: TemplatePart[] = [];
  const literal = (text: string) => {
    if (text !== "") parts.push({ kind: "text", text });
  };
  const token = /\$\$|\$([A-Za-z]\w*)|\$\{([^}]*)(\}?)/g;
  let from = 0;
  for (const match of scalar.text.matchAll(token)) {
    literal(scalar.text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === "$$") literal("$");
    else {
      const part = readName(reading, match[1] ?? match[2] ?? "", match[3] !== "", scalar.span);
      if (part !== undefined) parts.push(part);
    }
  }
  literal(scalar.text.slice(from));
  return { encoding, parts, span: scalar.span };
}

function readName(reading: Reading, inside: string, isClosed: boolean, span: Span): TemplatePart | undefined {
  const match = /^\s*([A-Za-z]\w*)\s*(?:([-+*/])\s*([0-9]{1,12})\s*)?$/.exec(inside);
  if (match?.[1] === undefined || !isClosed) {
    return refuse(reading, span, `Cannot read the variable "\${${inside}"`, "write ${name} or ${SIZE + 1}");
  }
  reading.uses.push({ name: match[1], span });
  const operator = match[2] as "+" | "-" | "*" | "/" | undefined;
  const operand = Number(match[3]);
  if (operator === "/" && operand === 0) return refuse(reading, span, "Cannot divide by 0");
  return { kind: "variable", name: match[1], sum: operator === undefined ? undefined : { operator, operand } };
}

/** Reads a line to send: no CR or LF, and no comment that was meant as text. */
export function readLine(reading: Reading, scalar: Scalar): Template {
  const { source, end } = scalar.span;
  if (scalar.text === "" && scalar.style === "plain") {
    refuse(reading, scalar.span, "A line is missing here", "write '' for an empty line");
  }
  if (/[\r\n]/.test(scalar.text)) {
    refuse(reading, scalar.span, "Cannot send a line with CR or LF inside", 'use bytes: "…"');
  }
  if (scalar.comment !== undefined && !scalar.comment.startsWith("# ")) {
    const start = source.text.indexOf("#", end);
    refuse(
      reading,
      { source, start, end: start + scalar.comment.length },
      `Cannot tell whether "${scalar.comment}" is a comment`,
      "a comment begins with hash and space; quote the line if the hash belongs to it",
    );
  }
  if (scalar.style === "plain" && /^ +(?:\r?\n|$)/.test(source.text.slice(end, end + 200))) {
    refuse(reading, scalar.span, "Cannot keep the spaces after this line", "quote the line to send them");
  }
  const template = readTemplate(reading, scalar);
  if (template.parts.some((part) => part.kind === "variable" && part.name === "headers")) {
    refuse(reading, scalar.span, "Cannot send $headers in a line", String.raw`use bytes: "$headers\r\n…"`);
  }
  return template;
}

/** Reads exact octets: double quotes, one line of the file, characters up to U+00FF. */
export function readOctets(reading: Reading, scalar: Scalar): Template {
  const { source, start, end } = scalar.span;
  if (scalar.style !== "double") {
    const hint = String.raw`${
      scalar.style === "single" ? "in single quotes" : "without them"
    } \n is a backslash and an n; write "NOOP\n"`;
    refuse(reading, scalar.span, `Cannot use "bytes" without double quotes`, hint);
  } else if (source.text.slice(start, end).includes("\n")) {
    refuse(reading, scalar.span, "Cannot read octets over several lines of the file", "write a list of strings");
  }
  const high = [...scalar.text].find((character) => (character.codePointAt(0) ?? 0) > 0xff);
  if (high !== undefined) {
    refuse(reading, scalar.span, `Cannot write "${high}" as one octet`, String.raw`write its octets: \xHH\xHH`);
  }
  return readTemplate(reading, scalar, "latin1");
}
