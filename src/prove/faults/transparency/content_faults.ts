/** Faults in storing what stands in a message. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";

/** Changes what is stored of a message. */
const storing = (change: (mail: string) => string): Mutation => ({ store }) => ({
  store: (content, trace) => store(change(content), trace),
});

const contentFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: (mail: string) => string,
): Fault => ({
  id: `content-${id}`,
  description,
  rfc: "RFC 5321 §4.5.2",
  level: "must",
  caughtBy,
  alsoSeenBy: ["transparency", "trace/header", "8bitmime/body"],
  mutation: storing(change),
});

/** Content. */
export const contentFaults: readonly Fault[] = [
  contentFault(
    "trailing-blanks",
    "cuts white space at the ends of lines",
    ["transparency/octets/white-space"],
    (mail) => mail.replace(/[ \t]+(?=\r\n)/g, ""),
  ),
  contentFault(
    "cut-at-64k",
    "keeps the first 65,536 octets of a message",
    ["transparency/sizes/beyond-the-minimum"],
    (mail) => mail.slice(0, 65_536),
  ),
  contentFault(
    "tabs",
    "writes spaces for tabs",
    ["transparency/octets/white-space"],
    (mail) => mail.replaceAll("\t", "        "),
  ),
  contentFault(
    "empty-lines",
    "joins empty lines",
    ["transparency/octets/empty-lines"],
    (mail) => mail.replace(/(\r\n){3,}/g, "\r\n\r\n"),
  ),
  contentFault(
    "empty-lines-at-the-end",
    "cuts empty lines at the end",
    ["transparency/octets/empty-lines-at-the-end"],
    (mail) => mail.replace(/(\r\n)+$/, "\r\n"),
  ),
  contentFault(
    "nothing",
    "writes a remark into a message without a body",
    ["transparency/octets/no-body"],
    (mail) => /\r\n\r\n./.test(mail) ? mail : `${mail.trimEnd()}\r\n\r\n(no text)\r\n`,
  ),
  contentFault(
    "from",
    "puts > before From without a way back",
    ["transparency/octets/from-at-line-start"],
    (mail) => mail.replace(/^From /gm, ">From "),
  ),
  contentFault(
    "controls",
    "discards control characters",
    ["transparency/octets/control-characters"],
    (mail) => mail.replace(/[^\0\t\r\n -~\x80-\xff]/g, ""),
  ),
  contentFault(
    "printable",
    "writes question marks for braces and tildes",
    ["transparency/octets/printable"],
    (mail) => mail.replace(/[{}~]/g, "?"),
  ),
  contentFault(
    "seven-bit",
    "clears the eighth bit",
    ["8bitmime/body/all-bits"],
    (mail) => mail.replace(/[\x80-\xff]/g, (each) => String.fromCharCode(each.charCodeAt(0) & 0x7f)),
  ),
  contentFault(
    "header-case",
    "writes the names of fields in its own way",
    ["trace/header/fields-stay"],
    (mail) => mail.replace(/Mixed {2}Case/g, "Mixed Case"),
  ),
  contentFault(
    "received-dropped",
    "deletes Received fields of others",
    ["trace/header/received-stays"],
    (mail) => mail.replace(/^Received: carried.*\r\n/gm, ""),
  ),
];
