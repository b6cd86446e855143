/** The keys of target files. */
import type { Key, Keys } from "../case/keys.ts";
import { roles } from "../smtp/role.ts";

const key = (description: string): Key => ({ description, schema: {} });

export const targetKeys: Keys = {
  name: key("What the server is called in reports"),
  host: key("Host name or address"),
  hosts: key("Several hosts, each tested whole: a list of names, or of {host, ports}"),
  ports: key(`Port of each role: ${roles.join(", ")} (also a socket path)`),
  client: key("The name that the client gives in EHLO"),
  from: key("The sender"),
  rcpt: key("A mailbox that accepts mail"),
  rcpts: key("Many such mailboxes: user[1-2000]@mx.test, or a list"),
  unknown_rcpt: key("An address of the server's domain that does not exist"),
  foreign_rcpt: key("An address for which the server must not relay"),
  list: key("A mailing list of the server"),
  user: key("A user who may authenticate"),
  pass: key("Where the password is: env NAME"),
  bearer_token: key("Where a token of OAuth 2.0 is that is good for the user: env NAME"),
  client_cert: key("A file with a certificate for the client to show (PEM)"),
  client_key: key("A file with the key of that certificate (PEM)"),
  mailboxes: key("How to read mailboxes: {ADDRESS: {maildir: DIR}}, or {ADDRESS: {imap: URL, pass: env NAME}}"),
  ca: key("A file of root certificates (PEM)"),
  within: key("How long to wait: {greeting, reply, end-of-data, delivery}"),
  connections: key("The most connections to a host at once"),
  software: key("What the server is, where its greeting does not say it: postfix, or postfix/3.9"),
  proxy: key("The header of a proxy in front of the server: v1 or v2"),
};

export const withinKeys: Keys = {
  greeting: key("For the greeting"),
  reply: key("For any other reply"),
  "end-of-data": key("For the reply to the final dot or the last chunk"),
  delivery: key("For an accepted message to arrive in its mailbox"),
};

export const portKeys: Keys = Object.fromEntries(roles.map((role) => [role, key(`Port of the role ${role}`)]));

export const hostKeys: Keys = {
  host: key("Host name or address"),
  ports: key("Port of each role, instead of those that all hosts have"),
};
