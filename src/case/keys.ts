/**
 * The keys of the case language and of target files, as tables: the reader refuses what stands in none of them, and
 * the editor schema is made of them.
 */
import { facts, levels, safeties, starts } from "./case.ts";
import { roles } from "../smtp/role.ts";

/** A fragment of JSON Schema. */
export type Schema = { readonly [key: string]: unknown };
/** One key: what it says, and what an editor should expect behind it. */
export interface Key {
  readonly says: string;
  readonly schema: Schema;
}
export type Keys = { readonly [key: string]: Key };

const to = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Schema): Schema => ({ anyOf: [items, { type: "array", items }] });
const wordsOf = (words: readonly string[]): Schema => ({ enum: words });
/** A value that is substituted or filled may be a variable where a word is expected. */
const orName = (schema: Schema): Schema => ({ anyOf: [schema, { type: "string", pattern: "^\\$" }] });
const text: Schema = { type: ["string", "number", "boolean"] };
const duration: Schema = orName({ type: "string", pattern: "^[0-9]+(\\.[0-9]+)?(ms|s|min)$" });
const yesNo: Schema = orName({ type: ["string", "boolean"], enum: ["yes", "no", true, false] });
const regex: Schema = { type: "string", pattern: "^(/.*/i?|\\$\\{?\\w+\\}?)$" };
const bytes: Schema = listOf({ type: "string" });

const defaults: Keys = {
  rfc: { says: "Sections such as RFC 5321 §4.1.1.9, or a CVE", schema: listOf(text) },
  requirement: { says: "Ids of the catalogue in cases/requirements/", schema: listOf(text) },
  why: { says: "One or two sentences for the report", schema: text },
  start: { says: "The state in which the case begins", schema: orName(wordsOf(starts)) },
  with: { says: "What the session has on the way to its start", schema: listOf(orName(wordsOf(["tls", "auth"]))) },
  port: { says: "The roles to which the rule is bound", schema: listOf(orName(wordsOf(roles))) },
  requires: {
    says: `Keywords (STARTTLS, AUTH PLAIN, not CHUNKING) or facts of the target (${facts.join(", ")})`,
    schema: listOf(text),
  },
  safety: { says: "What the case may do to a server", schema: listOf(orName(wordsOf(safeties))) },
  tags: { says: "Words to select by", schema: listOf(text) },
};

export const fileKeys: Keys = {
  title: { says: "The topic of the file", schema: text },
  cases: { says: "The cases", schema: { type: "array", minItems: 1, items: to("case") } },
  ...defaults,
};

const levelKeys: Keys = Object.fromEntries(
  levels.map((level) => [level, { says: `Completes "The server ${level.toUpperCase()} …"`, schema: text }]),
);

const row = { type: "object", required: ["name"] };

export const caseKeys: Keys = {
  id: { says: "Kebab-case, unique in the file", schema: { type: "string", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" } },
  ...levelKeys,
  ...defaults,
  variants: {
    says:
      "A table: one run a row; each row has a name, its other columns become $column. A list of tables: each row of one meets each of the others",
    schema: {
      type: "array",
      minItems: 1,
      items: { anyOf: [row, { type: "array", minItems: 1, items: row }] },
    },
  },
  let: { says: "Names made from others", schema: { type: "object" } },
  steps: { says: "What is done, in order", schema: { type: "array", minItems: 1, items: to("step") } },
};

export const actionKeys: Keys = {
  send: { says: "One line; CRLF is added", schema: text },
  bytes: { says: "Exactly these octets, in double quotes; a list is one write each", schema: bytes },
  pipeline: {
    says: "Sub-steps in one write, then their replies in order",
    schema: { type: "array", items: to("step") },
  },
  message: { says: "Content after a 354, with header, stuffed dots and the final dot", schema: to("message") },
  bdat: { says: "A BDAT command and its chunk in one write", schema: to("bdat") },
  tls: { says: "A TLS handshake, now", schema: { anyOf: [{ const: "handshake" }, to("tls")] } },
  auth: { says: "A whole AUTH exchange", schema: to("auth") },
  connect: { says: "Opens a further connection of this name", schema: text },
  close: { says: "The client closes", schema: orName(wordsOf(["fin", "reset"])) },
  wait: { says: "Does nothing for a time", schema: duration },
};

export const expectationKeys: Keys = {
  reply: { says: "The next reply", schema: to("reply") },
  replies: { says: "All replies up to the 221 to the closing QUIT", schema: {} },
  closes: { says: "How the server must close; stop: it may, and that settles it", schema: {} },
  silence: { says: "No octet comes for so long", schema: duration },
  delivered: { says: "What must be found in the mailbox", schema: to("delivered") },
};

export const modifierKeys: Keys = {
  on: { says: "The connection on which the step runs", schema: text },
  within: { says: "How long a reply may take", schema: duration },
  gap: { says: "The pause between two writes", schema: duration },
  split: {
    says: "Where the octets are cut into writes",
    schema: {
      anyOf: [orName(wordsOf(["every-border", "single-octets"])), { type: "array", items: { type: "integer" } }],
    },
  },
  repeat: {
    says: "Repeats the step: {name: $list, times: N}",
    schema: orName({ type: "object", required: ["times"] }),
  },
  when: { says: "The step is left out unless this holds", schema: listOf(text) },
  keep: { says: "Values to keep out of the reply: {name: code}, {name: '/a (group)/'}", schema: { type: "object" } },
  fill: { says: "How many octets $fill has", schema: { type: ["integer", "string"] } },
  octets: { says: "How many octets the line has with its CRLF; $fill grows", schema: { type: ["integer", "string"] } },
  port: { says: "With connect: the role of the port", schema: orName(wordsOf(roles)) },
};

export const stepKeys: Keys = { ...actionKeys, ...expectationKeys, ...modifierKeys };

export const messageKeys: Keys = {
  header: { says: "Fields; From, To, Date and Message-ID are filled in", schema: { type: "object" } },
  body: { says: "Text; its lines end in CRLF on the wire", schema: text },
  bytes: { says: "The body, as a bytes string; only dots are stuffed", schema: { type: "string" } },
  octets: { says: "A generated message of so many octets in all", schema: { type: ["integer", "string"] } },
  dots: {
    says: "A generated message of so many octets in all, whose body is lines of a dot; the dots stuffed do not count",
    schema: { type: ["integer", "string"] },
  },
  lines: { says: "A generated body of so many lines", schema: { type: ["integer", "string"] } },
};

export const bdatKeys: Keys = {
  text: { says: "The chunk, as a bytes string", schema: { type: "string" } },
  octets: { says: "A generated chunk of so many octets", schema: { type: ["integer", "string"] } },
  declare: { says: "The size that the command names, when it lies", schema: { type: ["integer", "string"] } },
  last: { says: "The last chunk", schema: yesNo },
};

export const tlsKeys: Keys = {
  name: { says: "The server name to ask for", schema: text },
  hello: {
    says: "Sends a bare ClientHello of this version instead",
    schema: orName(wordsOf(["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"])),
  },
  session: { says: "What must be agreed", schema: to("session") },
  record: {
    says: "What may answer the bare ClientHello, by outcome: alert, protocol-version, close, server-hello, other",
    schema: { type: "object" },
  },
  layer: { says: "The version of its record layer, 0300 to 03ff", schema: text },
};

export const sessionKeys: Keys = {
  protocol: { says: "A pattern over the protocol's name", schema: regex },
  cipher: { says: "A pattern over the cipher's name", schema: regex },
  name: { says: "The certificate is for the host's name", schema: yesNo },
  valid: { says: "The certificate's dates hold today", schema: yesNo },
  trusted: { says: "The chain leads to a known root", schema: yesNo },
};

export const authKeys: Keys = {
  mechanism: { says: "PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256, …", schema: text },
  user: { says: "Default: $user", schema: text },
  pass: { says: "Default: $pass", schema: text },
  tamper: { says: "Fields of the client's messages to replace", schema: orName({ type: "object" }) },
};

export const replyKeys: Keys = {
  code: { says: "A code such as 250, a class such as 5xx, or a list", schema: listOf(text) },
  enhanced: { says: "An enhanced code such as 5.1.x", schema: text },
  text: { says: "A pattern that some line fits", schema: regex },
  first: { says: "A pattern that the first line fits", schema: regex },
  rest: { says: "A pattern that each later line fits", schema: regex },
  base64: { says: "A pattern that the decoded text of a 334 fits", schema: regex },
  whole: { says: "A pattern over all octets of the reply, codes and line ends included", schema: regex },
  not: { says: "A pattern that must not fit", schema: to("pattern") },
  lines: { says: "How many lines: 1, 2.., 1..3", schema: text },
  keyword: { says: "An EHLO keyword that stands in the reply", schema: text },
  params: { says: "A pattern over that keyword's parameters", schema: regex },
  absent: { says: "EHLO keywords that do not stand in the reply", schema: listOf(text) },
  because: { says: "A better sentence for the report", schema: text },
};

/** A pattern map of `replies` that counts. */
export const repliesKeys: Keys = {
  count: { says: "How many replies: 1, 2.., 1..3", schema: text },
  each: { says: "What each of them is like", schema: to("pattern") },
  because: { says: "A better sentence for the report", schema: text },
};

export const outcomeKeys: Keys = {
  pass: { says: "As demanded", schema: {} },
  warn: { says: "Allowed but poor", schema: {} },
  stop: { says: "Right in another way; the case passes here", schema: {} },
  detour: { says: "Right in another way, with steps to come back", schema: {} },
  unclear: { says: "Cannot be judged", schema: {} },
  fail: { says: "Wrong, with a better sentence", schema: {} },
};

export const deliveredKeys: Keys = {
  to: { says: "The mailbox", schema: text },
  containing: { says: "Text that marks the message", schema: text },
  count: { says: "How many messages: 1, 0..1", schema: text },
  body: { says: "as-sent, or the text of the body", schema: text },
  headers: {
    says: "Header fields: {name, containing, nth, text, count, before}",
    schema: { type: "array", items: to("field") },
  },
  otherwise: { says: "unclear: where it is not so, nothing can be concluded", schema: { enum: ["unclear"] } },
};

export const fieldKeys: Keys = {
  name: { says: "The field's name; any stands for all fields", schema: text },
  containing: { says: "Only fields that contain all of these texts, in capitals or not", schema: listOf(text) },
  nth: { says: "Which of these fields, from 1", schema: { type: ["integer", "string"] } },
  text: { says: "A pattern over its value", schema: regex },
  count: { says: "How many of these fields", schema: text },
  before: { says: "The field above whose first one these fields begin", schema: text },
};

export const targetKeys: Keys = {
  name: { says: "What the server is called in reports", schema: text },
  host: { says: "Host name or address", schema: text },
  ports: {
    says: "Port of each role: mx, submission, submissions, lmtp (also a socket path)",
    schema: { type: "object" },
  },
  client: { says: "The name that the client gives in EHLO", schema: text },
  from: { says: "The sender", schema: text },
  rcpt: { says: "A mailbox that accepts mail", schema: text },
  rcpts: { says: "Many such mailboxes: user[1-2000]@mx.test, or a list", schema: listOf(text) },
  unknown_rcpt: { says: "An address of the server's domain that does not exist", schema: text },
  foreign_rcpt: { says: "An address for which the server must not relay", schema: text },
  user: { says: "A user who may authenticate", schema: text },
  pass: { says: "Where the password is: env NAME", schema: text },
  mailboxes: { says: "How to read mailboxes: {ADDRESS: {maildir: DIR}}", schema: { type: "object" } },
  ca: { says: "A file of root certificates (PEM)", schema: text },
  within: { says: "How long to wait: {greeting, reply, end-of-data, delivery}", schema: { type: "object" } },
  connections: { says: "The most connections at once", schema: { type: ["integer", "string"] } },
};

export const withinKeys: Keys = {
  greeting: { says: "For the greeting", schema: duration },
  reply: { says: "For any other reply", schema: duration },
  "end-of-data": { says: "For the reply to the final dot or the last chunk", schema: duration },
  delivery: { says: "For an accepted message to arrive in its mailbox", schema: duration },
};

export const portKeys: Keys = Object.fromEntries(
  roles.map((kind) => [kind, { says: `Port of the role ${kind}`, schema: text }]),
);
export const mailboxKeys: Keys = { maildir: { says: "The Maildir folder", schema: text } };
