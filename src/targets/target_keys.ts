/** The keys of target files. */
import { type Key, type Keys, listOf, type Schema, to } from "../case/keys.ts";
import { roleRules, roles } from "../smtp/role.ts";
import { softwares } from "../software/software.ts";
import { proxyVersions } from "../wire/proxy_header.ts";
import { addressForm, clientForm, environmentForm, type Form, hostForm, pathForm, plainText } from "./form.ts";
import { schemaOf } from "./form_schema.ts";

const key = (description: string, schema: Form | Schema): Key => ({
  description,
  schema: "fits" in schema ? schemaOf(schema as Form) : schema,
});

/** Each is tested whole. Our choice. */
export const mostHosts = 100;

/** A number, which may stand in quotes. */
const numberOf = (least: number, most: number): Schema => ({
  anyOf: [{ type: "integer", minimum: least, maximum: most }, { type: "string", pattern: "^[0-9]{1,15}$" }],
});
const time: Schema = { type: "string", pattern: "^[0-9]+(\\.[0-9]+)?(ms|s|min)$" };
const port = numberOf(1, 65_535);
const socket: Schema = { allOf: [schemaOf(pathForm), { type: "string", pattern: "^/" }] };
const host: Schema = { anyOf: [schemaOf(hostForm), to("host")] };
const hosts: Schema = { anyOf: [host, { type: "array", items: host, minItems: 1, maxItems: mostHosts }] };
/** A name in capitals or not, and perhaps its version. */
const software: Schema = {
  type: "string",
  pattern: `^(${softwares.map(({ name }) => anyCase(name)).join("|")})(/[0-9]{1,5}(\\.[0-9]{1,5}){0,3})?$`,
};

function anyCase(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

export const targetKeys: Keys = {
  name: key("What the server is called in reports", plainText),
  host: key("Host name or address", hostForm),
  hosts: key(
    "Several hosts, each tested whole: a list of names, or of {host, ports}",
    hosts,
  ),
  ports: key(`Port of each role: ${roles.join(", ")} (also a socket path)`, to("ports")),
  client: key("The name that the client gives in EHLO", clientForm),
  from: key("The sender", addressForm),
  rcpt: key("A mailbox that accepts mail", addressForm),
  rcpts: key("Many such mailboxes: user[1-2000]@mx.test, or a list", listOf(schemaOf(addressForm))),
  unknown_rcpt: key("An address of the server's domain that does not exist", addressForm),
  foreign_rcpt: key("An address for which the server must not relay", addressForm),
  list: key("A mailing list of the server", addressForm),
  user: key("A user who may authenticate", plainText),
  pass: key("Where the password is: env NAME", environmentForm),
  bearer_token: key("Where a token of OAuth 2.0 is that is good for the user: env NAME", environmentForm),
  client_cert: key("A file with a certificate for the client to show (PEM)", pathForm),
  client_key: key("A file with the key of that certificate (PEM)", pathForm),
  mailboxes: key(
    "How to read mailboxes: {ADDRESS: {maildir: DIR}}, or {ADDRESS: {imap: URL, pass: env NAME}}",
    to("mailboxes"),
  ),
  ca: key("A file of root certificates (PEM)", pathForm),
  within: key("How long to wait: {greeting, reply, end-of-data, delivery}", to("within")),
  connections: key("The most connections to a host at once", numberOf(1, 1000)),
  software: key("What the server is, where its greeting does not say it: postfix, or postfix/3.9", software),
  proxy: key("The header of a proxy in front of the server: v1 or v2", { enum: proxyVersions }),
};

export const withinKeys: Keys = {
  greeting: key("For the greeting", time),
  reply: key("For any other reply", time),
  "end-of-data": key("For the reply to the final dot or the last chunk", time),
  delivery: key("For an accepted message to arrive in its mailbox", time),
};

export const portKeys: Keys = Object.fromEntries(
  roles.map((
    role,
  ) => [role, key(`Port of the role ${role}`, roleRules[role].mayBeSocket ? { anyOf: [port, socket] } : port)]),
);

export const hostKeys: Keys = {
  host: key("Host name or address", hostForm),
  ports: key("Port of each role, instead of those that all hosts have", to("ports")),
};
