import { assertEquals } from "@std/assert";
import { imapForm, parseImapUrl } from "./imap_url.ts";

const read: readonly (readonly [text: string, url: unknown])[] = [
  ["imap://alice@mx.test", { isTls: false, user: "alice", host: "mx.test", port: 143, folder: "INBOX" }],
  ["imaps://alice@mx.test", { isTls: true, user: "alice", host: "mx.test", port: 993, folder: "INBOX" }],
  ["IMAPS://a@mx.test:1993/", { isTls: true, user: "a", host: "mx.test", port: 1993, folder: "INBOX" }],
  ["imaps://alice@mx.test@imap.test", {
    isTls: true,
    user: "alice@mx.test",
    host: "imap.test",
    port: 993,
    folder: "INBOX",
  }],
  ["imap://a%40b%20c@[::1]:144/Junk%20Mail/x", {
    isTls: false,
    user: "a@b c",
    host: "::1",
    port: 144,
    folder: "Junk Mail/x",
  }],
];

for (const [text, url] of read) {
  Deno.test(`parseImapUrl() reads ${text}`, () => {
    assertEquals<unknown>(parseImapUrl(text), url);
  });
}

const wrong = [
  "",
  "mx.test",
  "imap://mx.test",
  "imap://@mx.test",
  "pop3://alice@mx.test",
  "imaps://alice:secret@mx.test",
  "imaps://alice;AUTH=PLAIN@mx.test",
  "imaps://alice@*",
  "imaps://alice@mx.test:0",
  "imaps://alice@mx.test:65536",
  "imaps://al%ice@mx.test",
  "imaps://al%0d%0aice@mx.test",
  "imaps://alice@mx.test/a%0d%0aA2 DELETE",
  "imaps://alice@mx.test/Müll",
];

for (const text of wrong) {
  Deno.test(`parseImapUrl() refuses ${JSON.stringify(text)}`, () => {
    assertEquals(parseImapUrl(text), undefined);
    assertEquals(imapForm.fits(text), false);
  });
}
