/**
 * Received fields (RFC 5321 §4.4), parsed strictly and kept tolerantly: what breaks the grammar is a flaw with its
 * place, and the clauses are read all the same, as servers write them.
 */
import { dateTimeFlaws, type TextFlaw } from "./date_time.ts";

/** One clause: its name in small letters, its value, and the comments after it without their parentheses. */
export interface Clause {
  readonly name: string;
  readonly value: string;
  readonly comments: readonly string[];
  /** The offset of its name in the field. */
  readonly at: number;
}

/** What could be read in a Received field, and what is wrong with it. */
export interface Received {
  readonly clauses: readonly Clause[];
  /** What follows the semicolon, and what is wrong with it; undefined where there is no semicolon. */
  readonly date: { readonly text: string; readonly flaws: readonly TextFlaw[] } | undefined;
  /** What is wrong with the field, its date included, in the order of the places. */
  readonly flaws: readonly TextFlaw[];
}

/** The clauses that RFC 5321 §4.4 names, in the order in which they may stand. */
export const clauseNames = ["from", "by", "via", "with", "id", "for"] as const;
export type ClauseName = typeof clauseNames[number];

interface Token {
  readonly kind: "word" | "comment" | "semicolon" | "open";
  readonly text: string;
  readonly at: number;
}

// Our choice: the longest that servers write have some hundred. The time for one grows with the square of it.
const mostCharacters = 10_000;

/** Parses the value of a Received field, folded or not. */
export function parseReceived(field: string): Received {
  if (field.length > mostCharacters) {
    return { clauses: [], date: undefined, flaws: [{ at: 0, why: `the field has ${field.length} characters` }] };
  }
  const tokens = tokensOf(field);
  const end = tokens.findLastIndex(({ kind }) => kind === "semicolon");
  const { clauses, flaws } = readClauses(end === -1 ? tokens : tokens.slice(0, end));
  const semicolon = tokens[end];
  const date = semicolon === undefined ? undefined : dateAfter(field, semicolon.at + 1);
  const all = [
    ...tokens.filter(({ kind }) => kind === "open").map(({ at, text }) => ({ at, why: `${text} is not closed` })),
    ...flaws,
    ...clauses.flatMap(clauseFlaws),
    ...orderFlaws(clauses),
    ...(date === undefined ? [{ at: field.length, why: "a semicolon and a date are due" }] : date.flaws),
  ];
  return { clauses, date, flaws: all.toSorted((one, other) => one.at - other.at) };
}

function dateAfter(field: string, start: number): { readonly text: string; readonly flaws: readonly TextFlaw[] } {
  const rest = field.slice(start);
  const isApart = /^\s/.test(rest) || rest === "";
  const flaws = dateTimeFlaws(rest).map(({ at, why }) => ({ at: start + at, why }));
  return {
    text: rest.trim(),
    flaws: isApart ? flaws : [{ at: start, why: "a space is due after the semicolon" }, ...flaws],
  };
}

/** Cuts a field into words, comments and semicolons. A word goes on over its quotes, brackets and angle brackets. */
function tokensOf(field: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < field.length;) {
    const token = tokenAt(field, at);
    if (token === undefined) at++;
    else {
      tokens.push({ ...token, at });
      at += token.text.length;
    }
  }
  return tokens;
}

function tokenAt(field: string, at: number): Omit<Token, "at"> | undefined {
  const first = field[at] ?? "";
  if (/\s/.test(first)) return undefined;
  if (first === ";") return { kind: "semicolon", text: first };
  if (first === "(") {
    const text = commentAt(field, at);
    return text === undefined ? { kind: "open", text: first } : { kind: "comment", text };
  }
  const whole = /^(?:"(?:[^"\\]|\\.)*"|\[[^\]\s]*\]|<(?:[^<>"]|"(?:[^"\\]|\\.)*")*>|[^\s();"<[])+/s.exec(
    field.slice(at),
  );
  return whole === null ? { kind: "open", text: first } : { kind: "word", text: whole[0] };
}

/** Gives the comment that begins here, comments inside it included; undefined where it is not closed. */
function commentAt(field: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start; at < field.length; at++) {
    const character = field[at];
    if (character === "\\") at++;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return field.slice(start, at + 1);
  }
  return undefined;
}

/** Reads name and value in turn. */
function readClauses(tokens: readonly Token[]): { readonly clauses: readonly Clause[]; readonly flaws: TextFlaw[] } {
  const clauses: { name: string; value: string; comments: string[]; at: number }[] = [];
  const flaws: TextFlaw[] = [];
  let name: Token | undefined;
  for (const token of tokens) {
    const last = clauses.at(-1);
    if (token.kind === "comment") {
      if (name !== undefined) flaws.push({ at: token.at, why: `a comment stands between ${up(name)} and its value` });
      last?.comments.push(token.text.slice(1, -1));
    } else if (token.kind === "semicolon") flaws.push({ at: token.at, why: "a semicolon stands inside the clauses" });
    else if (token.kind === "word" && name !== undefined) {
      clauses.push({ name: name.text.toLowerCase(), value: token.text, comments: [], at: name.at });
      name = undefined;
    } else if (token.kind === "word" && last?.name === "for" && /^[,<]|^[^@\s]+@/.test(token.text)) {
      last.value += token.text; // A list of paths is kept as one value, which is no path.
    } else if (token.kind === "word") {
      if (!isAtom(token.text)) flaws.push({ at: token.at, why: `${quote(token)} stands where a clause should begin` });
      else name = token;
    }
  }
  if (name !== undefined) flaws.push({ at: name.at, why: `${up(name)} has no value` });
  return { clauses, flaws };
}

const up = ({ text }: { readonly text: string }) => text.toUpperCase();
const quote = ({ text }: { readonly text: string }) => `"${text}"`;

/** RFC 5321 §4.1.2, with the octets that RFC 6531 §3.3 adds. */
const atext = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\uffff-]";
const atom = new RegExp(`^${atext}+$`);
const dotAtom = `${atext}+(?:\\.${atext}+)*`;
const subDomain = "[A-Za-z0-9\\x80-\\uffff](?:[A-Za-z0-9\\x80-\\uffff-]*[A-Za-z0-9\\x80-\\uffff])?";
const domain = `${subDomain}(?:\\.${subDomain})*`;
const literal = "\\[(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|IPv6:[0-9A-Fa-f:.]+|[A-Za-z0-9-]+:[!-Z^-~]+)\\]";
const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const mailbox = `(?:${dotAtom}|${quoted})@(?:${domain}|${literal})`;
const isAtom = (text: string) => atom.test(text);
const fits = (form: string, text: string) => new RegExp(`^(?:${form})$`, "i").test(text);

/** What the value of each clause must be; of an additional one, RFC 5321 §4.4 says String. */
const forms: Readonly<Record<ClauseName, { readonly form: string; readonly name: string }>> = {
  from: { form: `${domain}|${literal}`, name: "a domain or an address literal" },
  by: { form: `${domain}|${literal}`, name: "a domain or an address literal" },
  via: { form: `${atext}+`, name: "an atom" },
  with: { form: `${atext}+`, name: "an atom" },
  // The text of §4.4 allows an "@" in it, as RFC 822 suggested.
  id: { form: `${atext}+|<[^<>@\\s]+@[^<>@\\s]+>|${dotAtom}@${dotAtom}`, name: "an atom or a message id" },
  for: { form: `<(?:@${domain}(?:,@${domain})*:)?${mailbox}>|${mailbox}`, name: "one path" },
};
const additional = { form: `${atext}+|${quoted}`, name: "an atom or a quoted string" };

function clauseFlaws(clause: Clause): TextFlaw[] {
  const { name, value, comments, at } = clause;
  const wanted = isNamed(name) ? forms[name] : additional;
  if (!fits(wanted.form, value)) return [{ at, why: `${name.toUpperCase()} is not ${wanted.name}: ${value}` }];
  if ((name !== "from" && name !== "by") || !value.startsWith("[")) return [];
  // TCP-info, which only a domain may lack.
  const isInformed = comments[0] !== undefined && fits(`(?:${domain}\\s+)?${literal}`, comments[0]);
  return isInformed
    ? []
    : [{ at, why: `${name.toUpperCase()} has an address literal without TCP-info in parentheses` }];
}

const isNamed = (name: string): name is ClauseName => clauseNames.some((known) => known === name);

/** FROM and BY must be there, each clause once, in their order, and additional ones after them. */
function orderFlaws(clauses: readonly Clause[]): TextFlaw[] {
  const missing = (["from", "by"] as const).filter((needed) => !clauses.some(({ name }) => name === needed))
    .map((needed) => ({ at: 0, why: `there is no ${needed.toUpperCase()}` }));
  const ranks = clauses.map(({ name }) => isNamed(name) ? clauseNames.indexOf(name) : clauseNames.length);
  const misplaced = clauses.flatMap(({ name, at }, index) => {
    const before = clauses[index - 1];
    const [rank = 0, rankBefore = -1] = [ranks[index], ranks[index - 1]];
    if (before === undefined || !isNamed(name)) return [];
    if (clauses.slice(0, index).some((other) => other.name === name)) {
      return [{ at, why: `${name.toUpperCase()} stands twice` }];
    }
    return rank < rankBefore ? [{ at, why: `${name.toUpperCase()} stands after ${before.name.toUpperCase()}` }] : [];
  });
  return [...missing, ...misplaced];
}

/**
 * Gives the names that a clause holds: its value, and the words of its comments, where servers write what the client
 * called itself and its address. Without brackets, final dots and the tag of IPv6.
 */
export function namesIn({ value, comments }: Pick<Clause, "value" | "comments">): string[] {
  return [value, ...comments.flatMap((comment) => comment.split(/[\s=(),;]+/))].map(bareName)
    .filter((name) => name !== "");
}

/** Strips a name or an address of brackets, of the tag of IPv6 and of a final dot; in small letters. */
export function bareName(text: string): string {
  return text.replace(/^\[(?:IPv6:)?|\]$/gi, "").replace(/\.$/, "").toLowerCase();
}

/** Says whether the value of FOR is one path, or the name of one mailbox, and no list of them. */
export function isOnePath(value: string): boolean {
  return fits(forms.for.form, value) || /^<?[^<>,@"\s]+>?$/.test(value);
}
