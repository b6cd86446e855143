import { assertEquals } from "@std/assert";
import type { Script } from "../peer/script.ts";
import { testRows } from "../testing/runs.ts";

const guarded = /^the case would have a message accepted, but does not declare "delivers"$/;
const stolen: string[] = [];
const watching: Script = {
  offers: ["CHUNKING"],
  deliver: (mail) => {
    stolen.push(mail);
    return Promise.resolve();
  },
};
const nothingStolen = () => assertEquals(stolen, []);

testRows([
  {
    says: "sends no message of a case that does not declare delivers",
    server: watching,
    body: "start: data\nmessage: {body: x}\nreply: 250",
    verdict: "error",
    reason: guarded,
    look: ({ server }) => assertEquals(server.sessions[0]?.received.endsWith("DATA\r\n"), true),
  },
  {
    says: "sends no bytes of content of a case that does not declare delivers",
    server: watching,
    body: 'start: data\nbytes: ["x\\r\\n", ".\\r\\n"]\nreply: 250',
    verdict: "error",
    reason: guarded,
    look: ({ server }) => assertEquals(server.sessions[0]?.received.endsWith("DATA\r\n"), true),
  },
  {
    says: "sends no line of content of a case that does not declare delivers",
    server: watching,
    body: "start: data\nsend: .\nreply: 250",
    verdict: "error",
    reason: guarded,
    look: ({ server }) => assertEquals(server.sessions[0]?.received.endsWith("DATA\r\n"), true),
  },
  {
    says: "sends no last chunk of a case that does not declare delivers",
    server: watching,
    body: 'start: rcpt\nbdat: {text: "x\\r\\n", last: yes}\nreply: 250',
    verdict: "error",
    reason: guarded,
    look: ({ server }) => assertEquals(server.lines.some((line) => line.startsWith("BDAT")), false),
  },
  {
    says: "sends no whole transaction in one write of a case that does not declare delivers",
    server: watching,
    body:
      'bytes: "MAIL FROM:<$from>\\r\\nRCPT TO:<$rcpt>\\r\\nDATA\\r\\nSubject: x\\r\\n\\r\\nx\\r\\n.\\r\\n"\nreply: 250',
    verdict: "error",
    reason: guarded,
    look: ({ server }) => assertEquals(server.lines, ["EHLO client.test"]),
  },
  {
    says: "sends no whole transaction in several writes of a case that does not declare delivers",
    server: watching,
    body:
      'bytes: ["MAIL FROM:<$from>\\r\\nRCPT TO:<$rcpt>\\r\\nDATA\\r\\n", "Subject: x\\r\\n\\r\\nx\\r\\n", ".\\r\\n"]\nuntil_quit: [250]',
    verdict: "error",
    reason: guarded,
    look: nothingStolen,
  },
  {
    says: "sends no last chunk in bytes of a case that does not declare delivers",
    server: watching,
    body: 'start: rcpt\nbytes: "BDAT 1 LAST\\r\\nx"\nreply: 250',
    verdict: "error",
    reason: guarded,
    look: nothingStolen,
  },
  {
    says: "sends no message cut at every border of a case that does not declare delivers",
    server: watching,
    body: "start: rcpt\nrisks: [heavy]\nsteps:\n  - {send: DATA, reply: 354}\n  - message: {body: x}\n    split: [3]",
    verdict: "error",
    reason: guarded,
    look: nothingStolen,
  },
  {
    says: "lets a message without a recipient go, which nobody gets",
    server: { answers: { DATA: "354 go on", "*": "250 ok" } },
    body: 'start: mail\nsteps:\n  - {send: DATA, reply: 354}\n  - {bytes: ".\\r\\n", reply: 250}',
    verdict: "pass",
  },
  {
    says: "sends no transaction whose commands are cut over several steps of a case that does not declare delivers",
    server: watching,
    body: `
      steps:
        - {send: 'MAIL FROM:<$from>', reply: 250}
        - bytes: "RC"
        - bytes: "PT TO:<$rcpt>\\r\\nDA"
        - bytes: "TA\\r\\n"
        - bytes: ".\\r\\n"
          until_quit: [250, 354, 250]`,
    verdict: "error",
    reason: guarded,
    look: nothingStolen,
  },
  {
    says: "sends no end of content that only a lenient server takes of a case that does not declare delivers",
    server: watching,
    body: 'start: rcpt\nbytes: "DATA\\r\\nx\\n.\\n"\nreply: any',
    verdict: "error",
    reason: guarded,
    look: nothingStolen,
  },
  {
    says: "lets content go whose recipients were all refused",
    server: { answers: { RCPT: "550 no" } },
    body: `
      start: mail
      steps:
        - {send: 'RCPT TO:<$rcpt>', reply: 550}
        - {send: DATA, reply: 354}
        - {bytes: ".\\r\\n", reply: 250}`,
    verdict: "pass",
  },
  {
    says: "lets content go after a RSET has dropped the recipients",
    body: `
      start: rcpt
      steps:
        - {send: RSET, reply: 250}
        - {send: DATA, reply: 354}
        - {bytes: ".\\r\\n", reply: 250}`,
    verdict: "pass",
  },
]);
