import { assertEquals, assertMatch } from "@std/assert";
import { rightBehaviour } from "./right_behaviour.ts";
import type { Host } from "./behaviour.ts";
import { freshState, type Sender, type State } from "./state.ts";
import { protocolOf, store, trace } from "./trace.ts";

const host: Host = {
  domain: "mx.test",
  mailboxes: new Set(),
  lists: new Map(),
  users: new Map(),
  tokens: new Map(),
  certified: new Map(),
  clientAddress: "127.0.0.1",
  now: () => new Date(0),
  word: () => "w1",
};
const sender: Sender = { path: { localPart: "s", domain: "client.test" }, body: "7BIT", isUtf8: false, parameters: [] };
const state: State = { ...freshState("mx"), hello: { verb: "EHLO", name: "client.test" } };
const to = (name: string) => ({ path: { localPart: name, domain: "mx.test" }, mailbox: name, parameters: [] });

Deno.test("trace() writes Return-Path and Received", () => {
  assertEquals(
    trace({ ...state, recipients: [to("alice")] }, sender, host),
    "Return-Path: <s@client.test>\r\nReceived: from client.test ([127.0.0.1])\r\n" +
      "\tby mx.test with ESMTP id w1 for <alice@mx.test>;\r\n\tThu, 01 Jan 1970 00:00:00 +0000\r\n",
  );
});

Deno.test("trace() names no recipient where there are several, and writes the null path as <>", () => {
  const fields = trace({ ...state, recipients: [to("alice"), to("bob")] }, { ...sender, path: undefined }, host);
  assertMatch(fields, /^Return-Path: <>\r\n/);
  assertEquals(/alice|bob/.exec(fields), null);
});

const protocols: readonly (readonly [change: Partial<State>, protocol: string])[] = [
  [{}, "ESMTP"],
  [{ hello: { verb: "HELO", name: "c" } }, "SMTP"],
  [{ isTls: true }, "ESMTPS"],
  [{ user: "alice" }, "ESMTPA"],
  [{ isTls: true, user: "alice" }, "ESMTPSA"],
  [{ port: "lmtp", isTls: true }, "LMTPS"],
  [{ sender: { ...sender, isUtf8: true } }, "UTF8SMTP"],
  [{ sender: { ...sender, isUtf8: true }, port: "lmtp", user: "alice" }, "UTF8LMTPA"],
];

for (const [change, protocol] of protocols) {
  Deno.test(`protocolOf() names ${protocol}`, () => assertEquals(protocolOf({ ...state, ...change }), protocol));
}

Deno.test("store() puts the fields first and takes a Return-Path of the header away, folded or not", () => {
  const field = "Return-Path: <x>\r\n";
  assertEquals(
    store("A: b\r\nReturn-Path:\r\n <old>\r\nC: d\r\n\r\nReturn-Path: body\r\n", field),
    `${field}A: b\r\nC: d\r\n\r\nReturn-Path: body\r\n`,
  );
  assertEquals(store("\r\nReturn-Path: body\r\n", field), `${field}\r\nReturn-Path: body\r\n`);
  assertEquals(store("", field), field);
});

Deno.test("the right behaviour traces and stores so", () => {
  assertEquals([rightBehaviour.trace, rightBehaviour.store], [trace, store]);
});
