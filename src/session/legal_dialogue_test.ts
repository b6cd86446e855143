import { assertEquals } from "@std/assert";
import { utf8 } from "../base/octets.ts";
import type { Reply } from "../smtp/reply.ts";
import { endOfMessage, LegalDialogue } from "./legal_dialogue.ts";

const reply = (code: number): Reply => ({ kind: "reply", code, lines: [], enhanced: undefined, flaws: [] });
const segment = (text: string) => ({ octets: utf8(text), secrets: [] });

/** Sends lines, each answered by a code, and gives the inputs that were found legal. */
function inputs(
  turns: readonly (readonly [text: string, code: number])[],
  dialogue = new LegalDialogue({ isOrdinary: true, isLmtp: false }),
): (string | undefined)[] {
  dialogue.read("greeting", reply(220));
  let isContentDue = false;
  return turns.map(([text, code]) => {
    dialogue.write({ segments: [segment(text)], isInTurn: true, isContentDue });
    const { input } = dialogue;
    dialogue.read(isContentDue ? "." : text.split(/[ \r]/)[0] ?? "", reply(code));
    isContentDue = code === 354;
    return input;
  });
}

Deno.test("LegalDialogue follows a transaction to its end, and another after it", () => {
  assertEquals(
    inputs([
      ["EHLO a\r\n", 250],
      ["MAIL FROM:<a@b>\r\n", 250],
      ["RCPT TO:<a@b>\r\n", 450],
      ["RCPT TO:<c@b>\r\n", 250],
      ["DATA\r\n", 354],
      ["a\r\n.\r\n", 250],
      ["MAIL FROM:<>\r\n", 250],
    ]),
    ["EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<a@b>", "RCPT TO:<c@b>", "DATA", endOfMessage, "MAIL FROM:<>"],
  );
});

const over: readonly (readonly [what: string, turns: readonly (readonly [string, number])[]])[] = [
  ["an unknown command", [["FROB\r\n", 250]]],
  ["a refusal", [["VRFY a\r\n", 550]]],
  ["a 421", [["NOOP\r\n", 421]]],
  ["several commands in one write where that is not offered", [["RSET\r\nNOOP\r\n", 250]]],
  ["twenty commands", Array(20).fill(["NOOP\r\n", 250])],
];
for (const [what, turns] of over) {
  Deno.test(`LegalDialogue holds nothing against a server after ${what}`, () => {
    assertEquals(inputs([...turns, ["NOOP\r\n", 250]]).at(-1), undefined);
  });
}

Deno.test("LegalDialogue follows groups of commands where PIPELINING is offered, as far as they may be grouped", () => {
  const pipelined = (text: string) => {
    const dialogue = new LegalDialogue({ isOrdinary: true, isLmtp: false });
    inputs([["EHLO a\r\n", 250]], dialogue);
    dialogue.offer({ greeting: "mx.test", keywords: [{ keyword: "PIPELINING", params: [] }] });
    dialogue.write({ segments: [segment(text)], isInTurn: true, isContentDue: false });
    return dialogue.input;
  };
  assertEquals(
    pipelined("RSET\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"),
    "RSET, MAIL FROM:<a@b>, RCPT TO:<c@d>, DATA",
  );
  assertEquals(pipelined("NOOP\r\nRSET\r\n"), undefined);
  assertEquals(pipelined("MAIL FROM:<a@b>\r\nDATA\r\n"), undefined);
  assertEquals(pipelined("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>"), undefined);
});

Deno.test("LegalDialogue goes on after a login, of which nothing is an input", () => {
  const dialogue = new LegalDialogue({ isOrdinary: true, isLmtp: false });
  assertEquals(inputs([["AUTH PLAIN\r\n", 334]], dialogue), [undefined]);
  const secret = { ...segment("AGEAYg==\r\n"), secrets: [{ start: 0, end: 8 }] };
  dialogue.write({ segments: [secret], isInTurn: true, isContentDue: false });
  assertEquals(dialogue.input, undefined);
  dialogue.read("AUTH", reply(235));
  assertEquals(inputs([["NOOP\r\n", 250]], dialogue), ["NOOP"]);
});

Deno.test("LegalDialogue begins anew inside TLS", () => {
  const dialogue = new LegalDialogue({ isOrdinary: true, isLmtp: false });
  inputs([["EHLO a\r\n", 250]], dialogue);
  dialogue.enterTls();
  assertEquals(inputs([["MAIL FROM:<>\r\n", 250]], dialogue), [undefined]);
});

Deno.test("LegalDialogue follows no writes in parts, none before its turn, and no case that is hostile", () => {
  const end = (isOrdinary: boolean, write: Partial<Parameters<LegalDialogue["write"]>[0]>) => {
    const dialogue = new LegalDialogue({ isOrdinary, isLmtp: false });
    dialogue.read("greeting", reply(220));
    dialogue.write({ segments: [segment("NOOP\r\n")], isInTurn: true, isContentDue: false, ...write });
    return dialogue.input;
  };
  assertEquals(end(true, {}), "NOOP");
  assertEquals(end(true, { segments: [segment("NO"), segment("OP\r\n")] }), undefined);
  assertEquals(end(true, { isInTurn: false }), undefined);
  assertEquals(end(false, {}), undefined);
});
