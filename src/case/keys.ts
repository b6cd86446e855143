/**
 * The keys of the case language and of target files, as tables: the reader refuses what stands in none of them, and
 * the editor schema is made of them.
 */
import { facts, impacts, levels, risks, starts } from "./case.ts";
import { roles } from "../smtp/role.ts";
import { standardSteps } from "./standard_steps.ts";
import { tools } from "./tools.ts";

/** A fragment of JSON Schema. */
export type Schema = { readonly [key: string]: unknown };
/** One key: what it means, and what an editor should expect after it. */
export interface Key {
  readonly description: string;
  readonly schema: Schema;
}
export type Keys = { readonly [key: string]: Key };

/** Fragments that several tables use. */
export const to = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
export const listOf = (items: Schema): Schema => ({ anyOf: [items, { type: "array", items }] });
export const wordsOf = (words: readonly string[]): Schema => ({ enum: words });
/** A value that is substituted or filled may be a variable where a word is expected. */
export const orName = (schema: Schema): Schema => ({ anyOf: [schema, { type: "string", pattern: "^\\$" }] });
export const text: Schema = { type: ["string", "number", "boolean"] };
const duration: Schema = orName({ type: "string", pattern: "^[0-9]+(\\.[0-9]+)?(ms|s|min)$" });
const yesNo: Schema = orName({ type: ["string", "boolean"], enum: ["yes", "no", true, false] });
export const regex: Schema = { type: "string", pattern: "^(/.*/i?|\\$\\{?\\w+\\}?)$" };
const bytes: Schema = listOf({ type: "string" });

const defaults: Keys = {
  rfc: { description: "Sections such as RFC 5321 §4.1.1.9, or a CVE", schema: listOf(text) },
  requirement: { description: "Ids of the catalogue in cases/requirements/", schema: listOf(text) },
  impact: { description: "What follows where the case fails", schema: orName(wordsOf(impacts)) },
  why: { description: "One or two sentences for the report", schema: text },
  since: {
    description: "The version of the suite in which the case appeared; --suite leaves out those that are newer",
    schema: { type: "string", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$" },
  },
  start: { description: "The state in which the case begins", schema: orName(wordsOf(starts)) },
  with: {
    description: "What the session has on the way to its start",
    schema: listOf(orName(wordsOf(["tls", "auth"]))),
  },
  port: { description: "The roles to which the rule is bound", schema: listOf(orName(wordsOf(roles))) },
  requires: {
    description: `Keywords (STARTTLS, AUTH PLAIN, not CHUNKING) or facts of the target (${facts.join(", ")})`,
    schema: listOf(text),
  },
  tests: {
    description: "The commands whose own answer the case is about; in any other case they are a means",
    schema: listOf(orName(wordsOf(tools))),
  },
  risks: { description: "What the case may do to a server", schema: listOf(orName(wordsOf(risks))) },
};

export const fileKeys: Keys = {
  title: { description: "The topic of the file", schema: text },
  blocks: {
    description: "Lists of steps with a name, for given and use in this file",
    schema: { type: "object", additionalProperties: { type: "array", minItems: 1, items: to("given") } },
  },
  cases: { description: "The cases", schema: { type: "array", minItems: 1, items: to("case") } },
  ...defaults,
};

const levelKeys: Keys = Object.fromEntries(
  levels.map((level) => [level, { description: `Completes "The server ${level.toUpperCase()} …"`, schema: text }]),
);

const row = { type: "object", required: ["name"] };
const given: Key = {
  description: `Set-up: steps, standard words (${[...standardSteps.keys()].join(", ")}) and names of blocks`,
  schema: listOf(to("given")),
};

export const caseKeys: Keys = {
  id: {
    description: "Kebab-case, unique in the file",
    schema: { type: "string", pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" },
  },
  ...levelKeys,
  ...defaults,
  variants: {
    description:
      "A table: one run a row; each row has a name, its other columns become $column. A list of tables: each row of one meets each of the others",
    schema: {
      type: "array",
      minItems: 1,
      items: { anyOf: [row, { type: "array", minItems: 1, items: row }] },
    },
  },
  let: { description: "Names made from others", schema: { type: "object" } },
  given,
  steps: { description: "What is done, in order", schema: { type: "array", minItems: 1, items: to("step") } },
};

export const actionKeys: Keys = {
  send: { description: "One line; CRLF is added", schema: text },
  bytes: { description: "Exactly these octets, in double quotes; a list is one write each", schema: bytes },
  pipeline: {
    description: "Sub-steps in one write, then their replies in order",
    schema: { type: "array", items: to("given") },
  },
  message: { description: "Content after a 354, with header, stuffed dots and the final dot", schema: to("message") },
  bdat: { description: "A BDAT command and its chunk in one write", schema: to("bdat") },
  tls: { description: "A TLS handshake, now", schema: { anyOf: [{ const: "handshake" }, to("tls")] } },
  auth: { description: "A whole AUTH exchange", schema: to("auth") },
  connect: { description: "Opens a further connection of this name", schema: text },
  close: { description: "The client closes", schema: orName(wordsOf(["fin", "reset"])) },
  wait: { description: "Does nothing for a time", schema: duration },
};

export const expectationKeys: Keys = {
  reply: { description: "The next reply", schema: to("reply") },
  until_quit: {
    description: "All replies up to the 221 to a QUIT that the runner sends at once",
    schema: {},
  },
  closes: { description: "How the server must close; allowed: it may, and that settles it", schema: {} },
  silence: { description: "No octet comes for so long", schema: duration },
  delivered: { description: "What must be found in the mailbox", schema: to("delivered") },
};

const on: Key = { description: "The connection on which the step runs", schema: text };

export const modifierKeys: Keys = {
  on,
  within: { description: "How long a reply may take", schema: duration },
  gap: { description: "The pause between two writes", schema: duration },
  split: {
    description: "Where the octets are cut into writes",
    schema: {
      anyOf: [orName(wordsOf(["every-border", "single-octets"])), { type: "array", items: { type: "integer" } }],
    },
  },
  repeat: {
    description: "Repeats the step: {name: $list, times: N}",
    schema: orName({ type: "object", required: ["times"] }),
  },
  when: { description: "The step is left out unless this holds", schema: listOf(text) },
  keep: {
    description: "Values to keep out of the reply: {name: code}, {name: '/a (group)/'}",
    schema: { type: "object" },
  },
  fill: { description: "How many octets $fill has", schema: { type: ["integer", "string"] } },
  octets: {
    description: "How many octets the line has with its CRLF; $fill grows",
    schema: { type: ["integer", "string"] },
  },
  port: { description: "With connect: the role of the port", schema: orName(wordsOf(roles)) },
};

const use: Key = { description: "The steps of a block, judged as they are written", schema: text };

/** The keys of a step of set-up, and of one that stands for the steps of a block. */
export const givenKeys: Keys = { given, on };
export const useKeys: Keys = { use, on };

export const stepKeys: Keys = { ...actionKeys, ...expectationKeys, ...modifierKeys, given, use };

export const messageKeys: Keys = {
  header: {
    description: "Fields; From, To, Date and Message-ID are filled in; default: {Subject: $token}",
    schema: { type: "object" },
  },
  body: { description: "Text; its lines end in CRLF on the wire", schema: text },
  bytes: { description: "The body, as a bytes string; only dots are stuffed", schema: { type: "string" } },
  octets: { description: "A generated message of so many octets in all", schema: { type: ["integer", "string"] } },
  dots: {
    description:
      "A generated message of so many octets in all, whose body is lines of a dot; the dots stuffed do not count",
    schema: { type: ["integer", "string"] },
  },
  lines: { description: "A generated body of so many lines", schema: { type: ["integer", "string"] } },
};

export const bdatKeys: Keys = {
  text: { description: "The chunk, as a bytes string", schema: { type: "string" } },
  octets: { description: "A generated chunk of so many octets", schema: { type: ["integer", "string"] } },
  declare: { description: "The size that the command names, when it lies", schema: { type: ["integer", "string"] } },
  last: { description: "The last chunk", schema: yesNo },
};

export const tlsKeys: Keys = {
  name: { description: "The server name to ask for", schema: text },
  client_cert: { description: "The client shows its certificate; needs the fact client_cert", schema: yesNo },
  hello: {
    description: "Sends a bare ClientHello of this version instead",
    schema: orName(wordsOf(["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"])),
  },
  session: { description: "What must be agreed", schema: to("session") },
  record: {
    description:
      "What may answer the bare ClientHello, by outcome: alert, protocol-version, close, server-hello, other",
    schema: { type: "object" },
  },
  layer: { description: "The version of its record layer, 0300 to 03ff", schema: text },
};

export const sessionKeys: Keys = {
  protocol: { description: "A pattern over the protocol's name", schema: regex },
  cipher: { description: "A pattern over the cipher's name", schema: regex },
  name: { description: "The certificate is for the host's name", schema: yesNo },
  valid: { description: "The certificate's dates hold today", schema: yesNo },
  trusted: { description: "The chain leads to a known root", schema: yesNo },
};

export const authKeys: Keys = {
  mechanism: {
    description: "PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256, …; best: the best that is offered",
    schema: text,
  },
  user: { description: "Default: $user", schema: text },
  pass: { description: "Default: $pass", schema: text },
  tamper: { description: "Fields of the client's messages to replace", schema: orName({ type: "object" }) },
};
