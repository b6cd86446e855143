/** The fixtures of every server of the matrix: users, a password, a certificate, a Maildir. Pure. */
import { certificate, clientCertificate, key } from "../reference/certificate.ts";
import type { Ports, ServerSetup } from "./server_setup.ts";

export const domain = "mx.test"; // RFC 2606 §2
export const user = "alice";
/** It protects nothing: a server that knows it lives on loopback for one run. */
export const password = "horse-battery-staple";
/** The mailing list of a server that has one: alice and user1. */
export const list = "staff";
/** The environment variable in which a target file looks for the password. */
const passwordVariable = "SMTPSPEC_MATRIX_PASS";
/** That in which it looks for the token, where there is one. */
const tokenVariable = "SMTPSPEC_MATRIX_TOKEN";
/** There are user1 to user150 beside alice; as many as the cases need. */
export const userCount = 150;
/** Who has a mailbox, as a regular expression over local parts. */
export const localParts = "alice|postmaster|user[0-9]+";

/** The folder of alice's mail in the private root. */
export const maildir = "/mail/alice";

/** Writes the shell command that makes this folder: a run wants it, and many servers make it with the first message. */
export function makeMaildir(owner: string, group: string): string {
  return `install -d -o ${owner} -g ${group} ${maildir}\n`;
}

/** The files that each private root has: names without DNS, certificate and key, facts for hosting scripts. */
export function commonFiles(ports: Ports): Record<string, string> {
  return {
    "/etc/hosts": `127.0.0.1 ${domain} localhost\n`,
    "/etc/hostname": `${domain}\n`,
    "/etc/mailname": `${domain}\n`,
    // Nothing listens there, so that a query is refused at once.
    "/etc/resolv.conf": "nameserver 127.255.255.254\noptions timeout:1 attempts:1\n",
    "/etc/nsswitch.conf":
      "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\nprotocols: files\n",
    "/matrix/certificate.pem": certificate,
    "/matrix/key.pem": key,
    "/matrix/client.pem": clientCertificate,
    "/matrix/facts.json": JSON.stringify({ domain, user, password, userCount, maildir, ports }),
  };
}

/** Gives the secrets that the target file of a server names, by their environment variables. */
export function secretsOf({ bearerToken }: ServerSetup): Readonly<Record<string, string>> {
  return { [passwordVariable]: password, ...bearerToken === undefined ? {} : { [tokenVariable]: bearerToken } };
}

/** Writes the target file of a server that runs. */
export function targetFile(
  setup: ServerSetup,
  { title, ports, folder }: { readonly title: string; readonly ports: Ports; readonly folder: string },
): string {
  const quoted = (text: string) => JSON.stringify(text);
  const checksRecipients = setup.checksRecipients ?? true;
  return [
    `name: ${quoted(title)}`,
    "host: 127.0.0.1",
    `ports: {${setup.roles.map((role) => `${role}: ${ports[role]}`).join(", ")}}`,
    `rcpt: ${user}@${domain}`,
    "rcpts:",
    `  - ${user}@${domain}`,
    `  - user[1-${userCount}]@${domain}`,
    ...checksRecipients ? [`unknown_rcpt: stranger@${domain}`, "foreign_rcpt: someone@example.org"] : [],
    ...setup.hasList === true ? [`list: ${list}@${domain}`] : [],
    `user: ${setup.user ?? user}`,
    `pass: env ${passwordVariable}`,
    ...setup.bearerToken === undefined ? [] : [`bearer_token: env ${tokenVariable}`],
    ...setup.knowsCertificate === true
      ? [`client_cert: ${quoted(`${folder}/client.pem`)}`, `client_key: ${quoted(`${folder}/client.key`)}`]
      : [],
    ...setup.readBack === "none" ? [] : [`mailboxes: {${user}@${domain}: ${mailboxOf(setup, { ports, folder })}}`],
    `ca: ${quoted(`${folder}/certificate.pem`)}`,
    ...setup.connections === undefined ? [] : [`connections: ${setup.connections}`],
    "",
  ].join("\n");
}

/** Writes where the mailbox of the recipient is read. */
function mailboxOf(
  { readBack }: ServerSetup,
  { ports, folder }: { readonly ports: Ports; readonly folder: string },
): string {
  return readBack === "imap"
    ? `{imap: "imap://${user}@127.0.0.1:${ports.imap}"}` // with the password of the target
    : `{maildir: ${JSON.stringify(`${folder}/mail/alice`)}}`;
}
