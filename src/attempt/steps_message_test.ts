import { assertEquals, assertMatch } from "@std/assert";
import type { Script } from "../peer/script.ts";
import { testRows } from "../testing/runs.ts";

/** What a case must be for its messages to be accepted, and what comes before them. */
const toData = "start: data\nrisks: [delivers]\n";
const toRcpt = "start: rcpt\nrisks: [delivers]\n";
const chunking: Script = { offers: ["CHUNKING"] };
const mails: string[] = [];
const keeping: Script = {
  offers: ["CHUNKING"],
  deliver: (mail) => {
    mails.push(mail);
    return Promise.resolve();
  },
};

const standardHeader = "From: <sender@client.test>\r\nTo: <alice@mx.test>\r\n" +
  "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\nMessage-ID: <token1x@client.test>\r\nSubject: token1x\r\n";

testRows([
  {
    says: "sends a message with the standard header, CRLF, stuffed dots and the final dot",
    server: keeping,
    body: `${toData}message:\n  header: {Subject: $token}\n  body: |\n    .one\n    two\nreply: 250`,
    verdict: "pass",
    look: ({ server }) => {
      assertEquals(mails.at(-1), `${standardHeader}\r\n.one\r\ntwo\r\n`);
      assertMatch(server.sessions[0]?.received ?? "", /\r\n\.\.one\r\ntwo\r\n\.\r\n/);
    },
  },
  {
    says: "gives a message without a header the token as its Subject",
    server: keeping,
    body: `${toData}message: {body: x}\nreply: 250`,
    verdict: "pass",
    look: () => assertEquals(mails.at(-1), `${standardHeader}\r\nx\r\n`),
  },
  {
    says: "writes the standard header into octets",
    server: keeping,
    body: `${toData}bytes: "X-One: 1\\r\\n$headers\\r\\nx\\r\\n.\\r\\n"\nreply: 250`,
    verdict: "pass",
    look: () => assertEquals(mails.at(-1), `X-One: 1\r\n${standardHeader}\r\nx\r\n`),
  },
  {
    says: "fails a message that is refused",
    server: { answers: { ".": "554 no" } },
    body: `${toData}message: {body: x}\nreply: 250`,
    verdict: "fail",
    reason: /^received 554 no$/,
  },
  {
    says: "generates a message of a number of octets",
    server: keeping,
    body: `${toData}message: {octets: 5000}\nreply: 250`,
    verdict: "pass",
    look: () => assertEquals(mails.at(-1)?.length, 5000),
  },
  {
    says: "generates a message of lines of a dot, and counts them before they are stuffed",
    server: keeping,
    body: `${toData}message: {dots: 3000}\nreply: 250`,
    verdict: "pass",
    look: () => {
      assertEquals(mails.at(-1)?.length, 3000);
      assertMatch(mails.at(-1) ?? "", /\r\n\r\n(\.\r\n)+\.{1,3}\r\n$/);
    },
  },
  {
    says: "sends a body as it is, with its dots stuffed",
    server: keeping,
    body: `${toData}message: {bytes: "\\xff\\r\\n.\\x80\\0\\r\\n"}\nreply: 250`,
    verdict: "pass",
    look: ({ server }) => assertMatch(server.sessions[0]?.received ?? "", /\r\n\r\n\xff\r\n\.\.\x80\0\r\n\.\r\n/),
  },
  {
    says: "generates a message of a number of lines",
    server: keeping,
    body: `${toData}message: {lines: 7}\nreply: 250`,
    verdict: "pass",
    look: () => assertEquals(mails.at(-1)?.split("\r\n\r\n")[1]?.split("\r\n").length, 8),
  },
  {
    says: "sends chunks with their sizes",
    server: keeping,
    body: `${toRcpt}steps:
  - bdat: {text: "Subject: $token\\r\\n\\r\\n"}
    reply: 250
  - bdat: {octets: 100}
    reply: 250
  - bdat: {octets: 0, last: yes}
    reply: 250`,
    verdict: "pass",
    look: ({ server }) => {
      assertEquals(server.lines.filter((line) => line.startsWith("BDAT")), ["BDAT 20", "BDAT 100", "BDAT 0 LAST"]);
      assertEquals(mails.at(-1)?.length, 120);
    },
  },
  {
    says: "fails a chunk that is refused",
    server: { ...chunking, answers: { BDAT: "503 no" } },
    body: `${toRcpt}bdat: {text: "x\\r\\n", last: yes}\nreply: 250`,
    verdict: "fail",
    reason: /^received 503 no$/,
  },
  {
    says: "lies about the size of a chunk when the case does",
    server: chunking,
    body: 'start: mail\nsteps:\n  - bdat: {text: "abcNOOP\\r\\n", declare: 3, last: yes}\n    until_quit: [250, 250]',
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines.slice(2), ["BDAT 3 LAST", "NOOP", "QUIT"]),
  },
  {
    says: "puts a message into a pipeline",
    server: chunking,
    body: `start: ehlo\nrisks: [delivers]\npipeline:
  - {send: 'MAIL FROM:<$from>', reply: 250}
  - {send: 'RCPT TO:<$rcpt>', reply: 250}
  - {bdat: {text: "x\\r\\n", last: yes}, reply: 250}`,
    verdict: "pass",
  },
]);
