/** Faults of what stands in a message: how it is stored, and how often it is answered. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { repliesAgainFor } from "../../mutations.ts";

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
  caughtBy,
  alsoSeenBy: ["transparency", "trace/header", "8bitmime/body"],
  mutation: storing(change),
});

/** Content. */
export const contentFaults: readonly Fault[] = [
  contentFault(
    "trailing-blanks",
    "removes white space at the ends of lines",
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
    "removes empty lines at the end",
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
    "puts > before From at the start of a line",
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
  {
    id: "return-path-in-body",
    description: "removes lines from the body that look like Return-Path",
    caughtBy: ["transparency/octets/body-like-a-header"],
    mutation: () => ({
      store: (content, trace) => trace + content.replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gim, ""),
    }),
  },
  {
    id: "nul-answered-twice",
    description: "answers a message with NUL twice",
    caughtBy: ["transparency/octets/nul"],
    alsoSeenBy: ["smuggling/end_of_data", "smuggling"],
    mutation: repliesAgainFor(/\0/),
  },
  {
    id: "eight-bit-answered-twice",
    description: "answers a message with octets above 127 twice",
    caughtBy: ["transparency/octets/eight-bit"],
    alsoSeenBy: ["smuggling/end_of_data", "8bitmime"],
    mutation: repliesAgainFor(/[\x80-\xff]/),
  },
];
