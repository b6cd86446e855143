/** The keys of what a server must answer and deliver: the patterns, the outcomes, and what is read back. */
import { type Key, type Keys, listOf, orName, regex, text, to, wordsOf } from "./keys.ts";

export const replyKeys: Keys = {
  code: { description: "A code such as 250, a class such as 5xx, or a list", schema: listOf(text) },
  enhanced: { description: "An enhanced code such as 5.1.x", schema: text },
  text: { description: "A pattern that some line fits", schema: regex },
  first_line: { description: "A pattern that the first line fits", schema: regex },
  other_lines: { description: "A pattern that each line after the first fits", schema: regex },
  base64: { description: "A pattern that the decoded text of a 334 fits", schema: regex },
  raw: { description: "A pattern over all octets of the reply, codes and line ends included", schema: regex },
  not: { description: "A pattern that must not fit", schema: to("pattern") },
  lines: { description: "How many lines: 1, 2.., 1..3", schema: text },
  keyword: { description: "An EHLO keyword that stands in the reply", schema: text },
  params: { description: "A pattern over that keyword's parameters", schema: regex },
  absent: { description: "EHLO keywords that do not stand in the reply", schema: listOf(text) },
  because: { description: "A better sentence for the report", schema: text },
};

/** A pattern map of `until_quit` that counts. */
export const repliesKeys: Keys = {
  count: { description: "How many replies: 1, 2.., 1..3", schema: text },
  each: { description: "What each of them is like", schema: to("pattern") },
  because: { description: "A better sentence for the report", schema: text },
};

export const outcomeKeys: Keys = {
  pass: { description: "As demanded", schema: {} },
  warn: { description: "Tolerated: allowed, but not as it should be", schema: {} },
  stop: { description: "Right in another way; the case passes here", schema: {} },
  branch: { description: "Right in another way, with steps to come back", schema: {} },
  inconclusive: { description: "Cannot be judged", schema: {} },
  fail: { description: "Wrong, with a better sentence", schema: {} },
};

export const deliveredKeys: Keys = {
  to: { description: "The mailbox", schema: text },
  containing: { description: "Text that marks the message", schema: text },
  count: { description: "How many messages: 1, 0..1", schema: text },
  body: { description: "as-sent, or the text of the body", schema: text },
  headers: {
    description: "Header fields: {name, containing, nth, text, raw, count, before}",
    schema: { type: "array", items: to("field") },
  },
  received: {
    description:
      "What some Received field is like, clause by clause; a list of maps: each of them is met by some field",
    schema: listOf(to("received")),
  },
  return_path: {
    description: "The path in Return-Path: any, absent, a text or a list of texts; or {path, count}",
    schema: { anyOf: [listOf(text), to("returnPath")] },
  },
  otherwise: {
    description: "inconclusive: where it is not so, nothing can be concluded",
    schema: { enum: ["inconclusive"] },
  },
};

export const fieldKeys: Keys = {
  name: { description: "The field's name; any stands for all fields", schema: text },
  containing: { description: "Only fields that contain all of these texts, in capitals or not", schema: listOf(text) },
  nth: { description: "Which of these fields, from 1", schema: { type: ["integer", "string"] } },
  text: { description: "A pattern over its value", schema: regex },
  raw: { description: "A pattern over the whole field as it is stored, with LF between its lines", schema: regex },
  count: { description: "How many of these fields", schema: text },
  before: { description: "The field above whose first one these fields begin", schema: text },
};

const clause = (name: string, of: string): Key => ({
  description: `${name} (${of}): any, absent, a text or a list of them, in capitals or not`,
  schema: listOf(text),
});

export const receivedKeys: Keys = {
  of: { description: "Only fields whose FROM names this client, by a name or an address", schema: text },
  nth: { description: "Which of these fields, from 1; without it, some one", schema: { type: ["integer", "string"] } },
  count: { description: "How many of these fields: 1, 0..; without it, one at least", schema: text },
  from: clause("FROM", "its value, or what its comments name"),
  by: clause("BY", "a domain"),
  via: clause("VIA", "a link"),
  with: clause("WITH", "a protocol"),
  id: clause("ID", "an atom"),
  for: clause("FOR", "one path, its brackets aside"),
  date: {
    description: "The date after the semicolon; valid: as RFC 5322 §3.3 has it, without the obsolete forms",
    schema: orName(wordsOf(["any", "absent", "valid"])),
  },
  grammar: { description: "strict: the whole field keeps within RFC 5321 §4.4", schema: orName(wordsOf(["strict"])) },
};

export const returnPathKeys: Keys = {
  path: { description: "any, absent, a text such as <$from>, or a list of them", schema: listOf(text) },
  count: { description: "How many Return-Path fields: 1, 0..1; without it, one at least", schema: text },
};
