/** Trace fields of delivered mail (RFC 5321 §4.4). */
import type { Host } from "./behaviour.ts";
import { showPath } from "./path.ts";
import type { Sender, State } from "./state.ts";

/** Gives Return-Path and Received for a message. */
export function trace(state: State, sender: Sender, host: Host): string {
  const { hello, recipients, port, cipher } = state;
  const name = hello?.name ?? "unknown";
  const only = recipients.length === 1 ? ` for ${showPath(recipients[0]?.path)}` : ""; // one path only, RFC 5321 §4.4
  const isSubmission = port === "submission" || port === "submissions";
  const suite = isSubmission && cipher !== undefined ? ` tls ${cipher}` : ""; // RFC 8314 §4.3
  return `Return-Path: ${showPath(sender.path)}\r\n` +
    `Received: from ${name} ([${host.clientAddress}])\r\n` +
    `\tby ${host.domain} with ${protocolOf(state)} id ${host.word()}${only}${suite};\r\n` +
    `\t${host.now().toUTCString().replace("GMT", "+0000")}\r\n`;
}

/** Names the protocol (RFC 3848 §1, RFC 6531 §4.3). */
export function protocolOf({ hello, isTls, user, sender, port }: State): string {
  const extra = `${isTls ? "S" : ""}${user === undefined ? "" : "A"}`;
  if (sender?.isUtf8) return `${port === "lmtp" ? "UTF8LMTP" : "UTF8SMTP"}${extra}`;
  if (port === "lmtp") return `LMTP${extra}`;
  return hello?.verb === "EHLO" ? `ESMTP${extra}` : "SMTP";
}

/** Puts trace fields before a message, and removes a Return-Path that it brought (RFC 5321 §4.4). */
export function store(content: string, fields: string): string {
  const end = content.startsWith("\r\n") ? 0 : content.indexOf("\r\n\r\n");
  const header = end === -1 ? content : content.slice(0, end + 2);
  const rest = end === -1 ? "" : content.slice(end + 2);
  return fields + (end === 0 ? content : header.replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gim, "") + rest);
}
