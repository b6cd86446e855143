/** Target files: YAML, read by the reader of the case files. */
import type { Span } from "../base/source.ts";
import { defaultRole, type Role, roleRules, roles } from "../smtp/role.ts";
import { mailboxKeys, portKeys, targetKeys, withinKeys } from "../case/keys.ts";
import { optional } from "../case/pattern.ts";
import {
  readDuration,
  type Reading,
  readList,
  readMap,
  readNumber,
  readOpenMap,
  readText,
  refuse,
} from "../case/reader.ts";
import type { Mapping, Node } from "../case/yaml.ts";
import { endpointsOf, type Listener } from "./endpoint.ts";
import { defaultClient, defaultDeadlines, defaultFrom, type Target } from "./target.ts";

/** A target as its file says it: the password is still the name of a variable, certificates and mail are paths. */
export type TargetFile = Omit<Target, "pass" | "ca" | "mailboxes"> & {
  readonly passVariable: string | undefined;
  readonly caFile: string | undefined;
  /** The Maildir of each mailbox, by address. */
  readonly maildirs: ReadonlyMap<string, string>;
};

const mostRecipients = 10_000; // our choice: ten times what any case needs

/** Reads a target file. */
export function readTargetFile(reading: Reading, node: Node): TargetFile | undefined {
  const entries = readMap(reading, node, targetKeys);
  if (entries === undefined) return undefined;
  const text = (key: string) => optional(entries.get(key)?.value, (inner) => readText(reading, inner));
  const host = text("host");
  if (host === undefined) {
    if (!entries.has("host")) refuse(reading, node.span, `A target file needs "host"`, "write host: 127.0.0.1");
    return undefined;
  }
  const portsNode = entries.get("ports")?.value;
  const listeners = portsNode === undefined
    ? [{ role: defaultRole, address: { host, port: roleRules[defaultRole].standardPort } }]
    : readPorts(reading, portsNode, host);
  const within = optional(entries.get("within")?.value, (inner) => readMap(reading, inner, withinKeys));
  const time = (key: string) => optional(within?.get(key)?.value, (inner) => readDuration(reading, inner, 3_600_000));
  const rcpt = text("rcpt");
  return {
    name: text("name") ?? host,
    endpoints: endpointsOf([{ name: host, listeners }]),
    client: text("client") ?? defaultClient,
    from: text("from") ?? defaultFrom,
    rcpt,
    rcpts: optional(entries.get("rcpts")?.value, (inner) => readRecipients(reading, inner)) ??
      (rcpt === undefined ? [] : [rcpt]),
    unknownRcpt: text("unknown_rcpt"),
    foreignRcpt: text("foreign_rcpt"),
    user: text("user"),
    passVariable: optional(entries.get("pass")?.value, (inner) => readPass(reading, inner)),
    maildirs: optional(entries.get("mailboxes")?.value, (inner) => readMailboxes(reading, inner)) ?? new Map(),
    caFile: text("ca"),
    deadlines: {
      connect: defaultDeadlines.connect,
      greeting: time("greeting") ?? defaultDeadlines.greeting,
      reply: time("reply") ?? defaultDeadlines.reply,
      endOfData: time("end-of-data") ?? defaultDeadlines.endOfData,
      delivery: time("delivery") ?? defaultDeadlines.delivery,
    },
    connections: optional(
      entries.get("connections")?.value,
      (inner) => readNumber(reading, inner, { least: 1, most: 1000 }),
    ),
  };
}

function readPorts(reading: Reading, node: Node, host: string): Listener[] {
  const entries = readMap(reading, node, portKeys);
  const listeners: Listener[] = [];
  for (const role of roles) {
    const value = entries?.get(role)?.value;
    const text = value === undefined ? undefined : readText(reading, value);
    if (value === undefined || text === undefined) continue;
    const address = readAddress(text, role, host);
    if (address === undefined) {
      refuse(reading, value.span, `Cannot read "${text}" as a port`, "a number, or for lmtp the path of a socket");
    } else listeners.push({ role, address });
  }
  if (entries?.size === 0) refuse(reading, node.span, "A target needs a port", "write ports: {mx: 25}");
  return listeners;
}

function readAddress(text: string, role: Role, host: string): Listener["address"] | undefined {
  if (roleRules[role].mayBeSocket && text.startsWith("/")) return { path: text };
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}

/** Reads addresses; `user[1-2000]@mx.test` stands for 2,000 of them. */
function readRecipients(reading: Reading, node: Node): string[] {
  return readList(node).flatMap((item) => {
    const text = readText(reading, item);
    if (text === undefined) return [];
    const range = /^(.*)\[([0-9]{1,6})-([0-9]{1,6})\](.*)$/.exec(text);
    if (range === null) return [text];
    const [first, last] = [Number(range[2]), Number(range[3])];
    if (last < first || last - first >= mostRecipients) {
      refuse(
        reading,
        item.span,
        `Cannot make recipients of "${text}"`,
        `from low to high, ${mostRecipients} at the most`,
      );
      return [];
    }
    return Array.from({ length: last - first + 1 }, (_, index) => `${range[1]}${first + index}${range[4]}`);
  });
}

/** Gives the span over a source in which it is blotted out, so that no frame shows it. */
function redact(span: Span): Span {
  const { source, start, end } = span;
  const text = source.text.slice(0, start) + "*".repeat(end - start) + source.text.slice(end);
  return { ...span, source: { ...source, text } };
}

function readPass(reading: Reading, node: Node): string | undefined {
  const text = readText(reading, node);
  const variable = /^env ([A-Za-z_][A-Za-z0-9_]*)$/.exec(text ?? "")?.[1];
  return variable ??
    refuse(reading, redact(node.span), "Cannot take a password from a file", "write pass: env SMTP_PASS");
}

function readMailboxes(reading: Reading, node: Node): Map<string, string> {
  const maildirs = new Map<string, string>();
  for (const [address, { value }] of readOpenMap(reading, node) ?? []) {
    const maildir = optional(
      readMap(reading, value, mailboxKeys)?.get("maildir")?.value,
      (inner) => readText(reading, inner),
    );
    if (maildir !== undefined) maildirs.set(address, maildir);
    else refuse(reading, value.span, `A mailbox needs "maildir"`, "write {maildir: /srv/mx/alice/Maildir}");
  }
  return maildirs;
}

/** Says whether a node could be a target file rather than a case file. */
export function looksLikeTarget(node: Node): node is Mapping {
  return node.kind === "map" && node.entries.some(({ key }) => key.text === "host");
}
