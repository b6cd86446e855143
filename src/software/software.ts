/** The software that is known: how it shows itself, and what ends its failures. A new one is a row here. */
import type { Remedy } from "./remedy.ts";
import { eximRemedies } from "./remedies/exim.ts";
import {
  aiosmtpdRemedies,
  courierRemedies,
  dovecotRemedies,
  harakaRemedies,
  sendmailRemedies,
  smtpServerRemedies,
} from "./remedies/others.ts";
import { postfixRemedies } from "./remedies/postfix.ts";

/** One software. */
export interface Software {
  /** For `--software`, and in a report. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Fits the text of its greeting; a first group is its version. */
  readonly greeting?: RegExp;
  /** Fits the first line of its answer to EHLO, where the greeting shows nothing. */
  readonly hello?: RegExp;
  readonly remedies: readonly Remedy[];
}

const version = "([0-9]+(?:\\.[0-9]+){1,3})";

/** In the order in which they are looked for. */
export const softwares: readonly Software[] = [
  {
    name: "postfix",
    title: "Postfix",
    greeting: new RegExp(`\\bPostfix\\b(?: \\(?${version})?`),
    remedies: postfixRemedies,
  },
  { name: "exim", title: "Exim", greeting: new RegExp(`\\bExim\\b(?: ${version})?`), remedies: eximRemedies },
  {
    name: "sendmail",
    title: "Sendmail",
    greeting: new RegExp(`\\bSendmail\\b(?: ${version})?`),
    remedies: sendmailRemedies,
  },
  { name: "opensmtpd", title: "OpenSMTPD", greeting: /\bOpenSMTPD\b/, remedies: [] },
  { name: "courier", title: "Courier", greeting: /\bCourier\b/, hello: /^\S+ Ok\.$/, remedies: courierRemedies },
  { name: "chasquid", title: "chasquid", greeting: /\bchasquid\b/, remedies: [] },
  { name: "dovecot", title: "Dovecot", greeting: /\bDovecot\b/, remedies: dovecotRemedies },
  {
    name: "haraka",
    title: "Haraka",
    greeting: new RegExp(`\\bHaraka(?:/${version})?`),
    hello: /\bHaraka is at your service/,
    remedies: harakaRemedies,
  },
  {
    name: "aiosmtpd",
    title: "aiosmtpd",
    greeting: new RegExp(`\\bPython SMTP(?: ${version})?`),
    remedies: aiosmtpdRemedies,
  },
  { name: "smtp-server", title: "smtp-server (npm)", hello: /\bNice to meet you,/, remedies: smtpServerRemedies },
];

/** Gives a software by its name. */
export function softwareOf(name: string): Software | undefined {
  return softwares.find((each) => each.name === name);
}
