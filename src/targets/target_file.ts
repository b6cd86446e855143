/** Target files: YAML, read by the reader of the case files. */
import type { Keys } from "../case/keys.ts";
import { optional } from "../case/pattern.ts";
import {
  readDuration,
  type Reading,
  readList,
  readMap,
  readNumber,
  readOpenMap,
  readText,
  readWord,
  refuse,
} from "../case/reader.ts";
import type { Mapping, Node } from "../case/yaml.ts";
import { isProblem } from "../base/problem.ts";
import { type KnownSoftware, readSoftware } from "../software/detect.ts";
import { proxyVersions } from "../wire/proxy_header.ts";
import { endpointsOf } from "./endpoint.ts";
import { addressForm, clientForm, environmentForm, type Form, pathForm, plainText } from "./form.ts";
import { type MailSource, mailSourceKinds, mailSources } from "./mail_source.ts";
import { checkForm, readForm, redact } from "./read_form.ts";
import { readHosts } from "./read_hosts.ts";
import { defaultClient, defaultDeadlines, defaultFrom, type Target } from "./target.ts";
import { targetKeys, withinKeys } from "./target_keys.ts";

/** A target as its file describes it: secrets are still the names of variables, certificates are paths. */
export type TargetFile = Omit<Target, "pass" | "bearerToken" | "clientIdentity" | "ca" | "mailboxes" | "addresses"> & {
  readonly passVariable: string | undefined;
  readonly tokenVariable: string | undefined;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  /** By address. */
  readonly mailboxes: ReadonlyMap<string, MailSource>;
};

const mostRecipients = 10_000; // our choice: ten times what any case needs

/** Reads a target file. */
export function readTargetFile(reading: Reading, node: Node): TargetFile | undefined {
  const entries = readMap(reading, node, targetKeys);
  if (entries === undefined) return undefined;
  const text = (key: string, form: Form) =>
    optional(entries.get(key)?.value, (inner) => readForm(reading, inner, form));
  const hosts = readHosts(reading, node, entries);
  const within = optional(entries.get("within")?.value, (inner) => readMap(reading, inner, withinKeys));
  const time = (key: string) => optional(within?.get(key)?.value, (inner) => readDuration(reading, inner, 3_600_000));
  const rcpt = text("rcpt", addressForm);
  const file: TargetFile = {
    name: text("name", plainText) ?? (hosts ?? []).map(({ name }) => name).join(" "),
    endpoints: endpointsOf(hosts ?? []),
    client: text("client", clientForm) ?? defaultClient,
    from: text("from", addressForm) ?? defaultFrom,
    rcpt,
    rcpts: optional(entries.get("rcpts")?.value, (inner) => readRecipients(reading, inner)) ??
      (rcpt === undefined ? [] : [rcpt]),
    unknownRcpt: text("unknown_rcpt", addressForm),
    foreignRcpt: text("foreign_rcpt", addressForm),
    list: text("list", addressForm),
    user: text("user", plainText),
    passVariable: optional(entries.get("pass")?.value, (inner) => readPass(reading, inner)),
    mailboxes: optional(entries.get("mailboxes")?.value, (inner) => readMailboxes(reading, inner)) ?? new Map(),
    tokenVariable: text("bearer_token", environmentForm)?.slice(4),
    caFile: text("ca", pathForm),
    certFile: text("client_cert", pathForm),
    keyFile: text("client_key", pathForm),
    proxy: optional(entries.get("proxy")?.value, (inner) => readWord(reading, inner, proxyVersions)),
    software: optional(entries.get("software")?.value, (inner) => readSoftwareName(reading, inner)),
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
  return hosts === undefined ? undefined : file; // what is wrong with the rest is shown with it
}

/** Reads addresses; `user[1-2000]@mx.test` stands for 2,000 of them. */
function readRecipients(reading: Reading, node: Node): string[] {
  let left = mostRecipients;
  return readList(node).flatMap((item) => {
    const text = readForm(reading, item, addressForm);
    if (text === undefined || left < 0) return [];
    const range = /^(.*)\[([0-9]{1,6})-([0-9]{1,6})\](.*)$/.exec(text);
    const [first, last] = [Number(range?.[2] ?? 0), Number(range?.[3] ?? 0)];
    left -= last - first + 1;
    if (last < first || left < 0) {
      const hint = `from low to high, ${mostRecipients} in all at most`;
      refuse(reading, item.span, `Cannot make recipients of "${text}"`, hint);
      return [];
    }
    if (range === null) return [text];
    return Array.from({ length: last - first + 1 }, (_, index) => `${range[1]}${first + index}${range[4]}`);
  });
}

function readPass(reading: Reading, node: Node): string | undefined {
  const text = readText(reading, node);
  const variable = /^env ([A-Za-z_][A-Za-z0-9_]*)$/.exec(text ?? "")?.[1];
  return variable ??
    refuse(reading, redact(node.span), "Cannot take a password from a file", "write pass: env SMTP_PASS");
}

function readSoftwareName(reading: Reading, node: Node): KnownSoftware | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const software = readSoftware(text);
  return isProblem(software) ? refuse(reading, node.span, `Unknown software "${text}"`, software.message) : software;
}

function readMailboxes(reading: Reading, node: Node): Map<string, MailSource> {
  const mailboxes = new Map<string, MailSource>();
  for (const [address, { key, value }] of readOpenMap(reading, node) ?? []) {
    checkForm(reading, { text: address, span: key.span }, addressForm);
    const source = readMailbox(reading, value);
    if (source !== undefined) mailboxes.set(address, source);
  }
  return mailboxes;
}

/** All keys of a mailbox, whatever its source. */
const mailboxKeys: Keys = Object.assign({}, ...Object.values(mailSources).map(({ keys }) => keys));

function readMailbox(reading: Reading, node: Node): MailSource | undefined {
  const entries = readMap(reading, node, mailboxKeys);
  if (entries === undefined) return undefined;
  const kind = mailSourceKinds.find((each) => entries.has(each));
  if (kind === undefined) {
    const names = mailSourceKinds.map((each) => `"${each}"`).join(" or ");
    return refuse(reading, node.span, `A mailbox needs ${names}`, `write ${mailSources[mailSourceKinds[0]].example}`);
  }
  const odd = [...entries].find(([key]) => !Object.hasOwn(mailSources[kind].keys, key));
  if (odd !== undefined) {
    const [key, entry] = odd;
    const { name, example } = mailSources[kind];
    return refuse(reading, entry.key.span, `A ${name} has no "${key}"`, `write ${example}`);
  }
  const settings = new Map<string, string>();
  for (const key of Object.keys(mailSources[kind].keys)) {
    const form = mailSources[kind].forms[key] ?? plainText;
    const value = optional(entries.get(key)?.value, (inner) => readForm(reading, inner, form));
    if (value !== undefined) settings.set(key, value);
  }
  return { kind, settings };
}

/** Says whether a node could be a target file rather than a case file. */
export function looksLikeTarget(node: Node): node is Mapping {
  return node.kind === "map" && node.entries.some(({ key }) => key.text === "host" || key.text === "hosts");
}

/** Says whether a file was meant as a target file, as far as one can see where it is no YAML. */
export function wasMeantAsTarget(text: string): boolean {
  return /^[ \t]*(?:\{[ \t]*)?["']?(?:hosts?|ports)["']?[ \t]*[:=]/m.test(text) && !/^(?:cases|known):/m.test(text);
}
