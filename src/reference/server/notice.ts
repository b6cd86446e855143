/** Delivery status notifications of success, for senders whose mailbox is ours (RFC 3461 §5.2.3, RFC 3464 §2). */
import type { Context } from "./behaviour.ts";
import { decodeXtext } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";
import { type Path, showPath } from "./path.ts";
import type { Delivery, Recipient, Sender, State } from "./state.ts";

/** Makes one notification for all recipients that asked for it; none for the null reverse-path (RFC 3461 §5.2). */
export function notify({ sender, recipients }: State, content: string, context: Context): Delivery[] {
  if (sender?.path === undefined) return [];
  const resolved = context.behaviour.resolve(sender.path, context.host);
  const notified = recipients.filter(({ parameters, mailbox }) => mailbox !== undefined && wantsSuccess(parameters));
  if (resolved.kind !== "mailbox" || notified.length === 0) return [];
  return [{
    mailboxes: [resolved.name],
    mail: writeNotice({ sender, path: sender.path, notified, content }, context),
    notices: [],
  }];
}

const valueOf = (parameters: readonly Parameter[], keyword: string) =>
  parameters.find((each) => each.keyword === keyword)?.value;

function wantsSuccess(parameters: readonly Parameter[]): boolean {
  return (valueOf(parameters, "NOTIFY") ?? "").toUpperCase().split(",").includes("SUCCESS");
}

interface Occasion {
  readonly sender: Sender;
  readonly path: Path;
  readonly notified: readonly Recipient[];
  readonly content: string;
}

function writeNotice({ sender, path, notified, content }: Occasion, { host }: Context): string {
  const border = host.word();
  const type = sender.isUtf8 ? "message/global-delivery-status" : "message/delivery-status"; // RFC 6533 §4.1
  const part = (contentType: string, text: string) => `--${border}\r\nContent-Type: ${contentType}\r\n\r\n${text}\r\n`;
  return `Return-Path: <>\r\n` +
    `From: <postmaster@${host.domain}>\r\n` +
    `To: ${showPath(path)}\r\n` +
    `Subject: Your mail was delivered\r\n` +
    `Date: ${dateOf(host.now())}\r\n` +
    `Message-ID: <${host.word()}@${host.domain}>\r\n` +
    `MIME-Version: 1.0\r\n` +
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${border}"\r\n\r\n` +
    part("text/plain", "Your mail was delivered.\r\n") +
    part(type, [aboutMessage(sender, host), ...notified.map((each) => aboutRecipient(each, host))].join("\r\n")) +
    part(sender.isUtf8 ? "message/global-headers" : "text/rfc822-headers", headerOf(content)) + // RFC 3461 §6.2
    `--${border}--\r\n`;
}

function aboutMessage({ parameters }: Sender, host: Context["host"]): string {
  const envelope = valueOf(parameters, "ENVID");
  return (envelope === undefined ? "" : `Original-Envelope-Id: ${decodeXtext(envelope)}\r\n`) +
    `Reporting-MTA: dns; ${host.domain}\r\nArrival-Date: ${dateOf(host.now())}\r\n`;
}

function aboutRecipient({ parameters, path, mailbox }: Recipient, host: Context["host"]): string {
  const [, type, address] = /^([^;]+);(.*)$/.exec(valueOf(parameters, "ORCPT") ?? "") ?? [];
  return (type === undefined ? "" : `Original-Recipient: ${type};${decodeXtext(address ?? "")}\r\n`) +
    `Final-Recipient: rfc822;${
      path.domain === undefined ? `${mailbox}@${host.domain}` : showPath(path).slice(1, -1)
    }\r\n` +
    `Action: delivered\r\nStatus: 2.1.5\r\n`;
}

function headerOf(content: string): string {
  const end = content.indexOf("\r\n\r\n");
  return end === -1 ? "" : content.slice(0, end + 2);
}

const dateOf = (date: Date) => date.toUTCString().replace("GMT", "+0000");
