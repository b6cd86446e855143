import { assertEquals } from "@std/assert";
import { type ClientState, isLegalCommand, isLegalContent } from "./legal_command.ts";

const offer = {
  greeting: "mx.test",
  keywords: ["SIZE 1000", "8BITMIME", "DSN", "STARTTLS"].map((line) => {
    const [keyword = "", ...params] = line.split(" ");
    return { keyword, params };
  }),
};
const fresh: ClientState = {
  offer: undefined,
  isGreeted: true,
  isIntroduced: false,
  transaction: "none",
  isInTls: false,
  isLmtp: false,
};
const introduced: ClientState = { ...fresh, isIntroduced: true, offer };
const withSender: ClientState = { ...introduced, transaction: "sender" };
const withRecipient: ClientState = { ...introduced, transaction: "recipient" };

const legal: readonly (readonly [line: string, state: ClientState])[] = [
  ["EHLO client.test", fresh],
  ["ehlo [127.0.0.1]", fresh],
  ["LHLO client.test", { ...fresh, isLmtp: true }],
  ["MAIL FROM:<>", introduced],
  ["MAIL FROM:<a.b+c@client.test>", introduced],
  [`MAIL FROM:<"a b\\"c"@client.test>`, introduced],
  ["mail from:<a@[127.0.0.1]> SIZE=100 BODY=8BITMIME", introduced],
  ["MAIL FROM:<a@b> RET=HDRS ENVID=x-1", introduced],
  ["RCPT TO:<Postmaster>", withSender],
  ["RCPT TO:<a@b> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a@b", withRecipient],
  ["DATA", withRecipient],
  ["RSET", fresh],
  ["NOOP", fresh],
  ["NOOP word", fresh],
  ["VRFY alice", fresh],
  ["HELP", fresh],
  ["STARTTLS", introduced],
];

const illegal: readonly (readonly [line: string, state: ClientState, why: string])[] = [
  ["NOOP", { ...fresh, isGreeted: false }, "before the greeting"],
  ["EHLO", fresh, "an argument is missing"],
  ["EHLO client_test", fresh, "no domain"],
  ["EHLO client.test", { ...fresh, isLmtp: true }, "LMTP has LHLO"],
  ["HELO [127.0.0.1]", fresh, "HELO has a domain"],
  ["MAIL FROM:<a@b>", fresh, "before EHLO"],
  ["MAIL FROM:<a@b>", withSender, "in a transaction"],
  ["MAIL FROM: <a@b>", introduced, "a space after the colon"],
  ["MAIL FROM:a@b", introduced, "no angle brackets"],
  ["MAIL FROM:<a..b@c>", introduced, "an empty atom"],
  ["MAIL FROM:<a@-b>", introduced, "a hyphen at the start of a label"],
  ["MAIL FROM:<@x:a@b>", introduced, "a source route"],
  [`MAIL FROM:<${"a".repeat(65)}@b>`, introduced, "a long local part"],
  [`MAIL FROM:<"${"a".repeat(65)}"@b>`, introduced, "a long quoted local part"],
  ["MAIL FROM:<a@b> ", introduced, "a space at the end"],
  ["MAIL FROM:<a@b> SIZE=x", introduced, "no number"],
  ["MAIL FROM:<a@b> SIZE=1 SIZE=2", introduced, "a parameter twice"],
  ["MAIL FROM:<a@b> SMTPUTF8", introduced, "a parameter that is not offered"],
  ["MAIL FROM:<a@b> SIZE=1", { ...introduced, offer: undefined }, "parameters after HELO"],
  ["MAIL FROM:<a@b> X=1", introduced, "an unknown parameter"],
  ["RCPT TO:<a@b>", introduced, "before MAIL"],
  ["RCPT TO:<>", withSender, "no recipient"],
  ["DATA", withSender, "before RCPT"],
  ["DATA now", withRecipient, "an argument too many"],
  ["STARTTLS", { ...introduced, isInTls: true }, "in TLS already"],
  ["STARTTLS", fresh, "not offered"],
  ["QUIT", fresh, "the end is judged elsewhere"],
  ["FROB", fresh, "an unknown command"],
  [`NOOP ${"a".repeat(506)}`, fresh, "more than 512 octets"],
  ["NOOP\r\nNOOP", fresh, "two lines"],
  ["NOOP \xe9", fresh, "no ASCII"],
];

for (const [line, state] of legal) {
  Deno.test(`isLegalCommand() takes ${line}`, () => assertEquals(isLegalCommand(`${line}\r\n`, state), true));
}
for (const [line, state, why] of illegal) {
  Deno.test(`isLegalCommand() does not take ${line.slice(0, 40)}: ${why}`, () => {
    assertEquals(isLegalCommand(`${line}\r\n`, state), false);
  });
}
Deno.test("isLegalCommand() wants a whole line", () => {
  assertEquals(["NOOP", "NOOP\n", "NOOP\r"].map((text) => isLegalCommand(text, fresh)), [false, false, false]);
});

Deno.test("isLegalContent() takes lines of ASCII that end in a dot, up to what the server takes", () => {
  const texts = [
    "Subject: a\r\n\r\nb\tc\r\n.\r\n",
    "a\r\n..b\r\n.\r\n",
    "a\nb\r\n.\r\n",
    "a\r\n.\r\nb\r\n.\r\n",
    "\xe9\r\n.\r\n",
    `${"a".repeat(999)}\r\n.\r\n`,
    `${"aaaaaaaa\r\n".repeat(100)}.\r\n`,
    "a\r\n",
  ];
  assertEquals(texts.map((text) => isLegalContent(text, withRecipient)), [
    ...[true, true],
    ...Array(6).fill(false),
  ]);
});
