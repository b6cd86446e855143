import { assertEquals } from "@std/assert";
import type { Exchange, TlsFacts } from "../wire/transcript.ts";
import { type Role, roleRules } from "../smtp/role.ts";
import { hintOf } from "./sanity_hint.ts";

const octets = { octets: 0, omitted: 0, isInTls: false };
const connected: Exchange = { at: 0, on: "main", kind: "connected", to: "127.0.0.1:2525", from: "127.0.0.1:1" };
const sent = (text: string): Exchange => ({ at: 0, on: "main", kind: "sent", text: `${text}\\r\\n`, ...octets });
const received = (text: string): Exchange => ({
  at: 0,
  on: "main",
  kind: "received",
  text: `${text}\\r\\n`,
  ...octets,
});
const tls: Exchange = { at: 0, on: "main", kind: "tls", facts: {} as TlsFacts };
const quit = [sent("QUIT"), received("221 bye")];
const mail = sent("MAIL FROM:<sender@client.test>");
const rcpt = sent("RCPT TO:<alice@mx.test>");

const there = "where users submit mail here, try submission://127.0.0.1:2525 with --user NAME and --pass-env VAR";
const rows: readonly (readonly [
  what: string,
  role: Role,
  transcript: readonly Exchange[],
  hint: string | undefined,
  fixtures?: readonly string[],
])[] = [
  [
    "a port that begins with TLS",
    "mx",
    [connected, tls],
    "this port begins with TLS: try submissions://127.0.0.1:2525",
  ],
  [
    "a port that begins in the clear",
    "submissions",
    [connected, received("220 mx.test ESMTP")],
    "this port begins in the clear: try submission://127.0.0.1:2525 where users log in, or smtp://127.0.0.1:2525",
  ],
  ["a handshake that failed", "submissions", [connected], undefined],
  [
    "STARTTLS that is demanded",
    "mx",
    [connected, received("220 mx.test"), mail, received("530 5.7.0 Must issue a STARTTLS command first"), ...quit],
    `the server wants STARTTLS before mail: ${there}, which logs in inside TLS`,
  ],
  [
    "a login that is demanded",
    "mx",
    [connected, received("220 mx.test"), mail, received("530 5.7.0 Authentication required"), ...quit],
    `the server wants a login before mail: ${there}`,
  ],
  [
    "a login that is demanded by another code, of the recipient",
    "mx",
    [mail, received("250 ok"), rcpt, received("550 5.7.1 Client was not authenticated"), ...quit],
    `the server wants a login before mail: ${there}`,
  ],
  [
    "a login that is demanded for a submission",
    "submission",
    [mail, received("530 5.7.0 Authentication required"), ...quit],
    "the server wants a login before mail: add --user NAME and --pass-env VAR",
  ],
  [
    "a login that was not enough",
    "submission",
    [mail, received("530 5.7.0 Authentication required"), ...quit],
    "the server wants a login before mail, and the login was not enough for it",
    ["user"],
  ],
  [
    "a login that is demanded over LMTP",
    "lmtp",
    [mail, received("530 5.7.0 Authentication required"), ...quit],
    "the server wants a login before mail, and over LMTP smtpspec begins without",
  ],
  [
    "a sender that is refused",
    "mx",
    [mail, received("450 4.1.8 Domain not found"), ...quit],
    "is --from ADDRESS a sender that the server takes? Some look its domain up",
  ],
  [
    "a recipient that is refused",
    "mx",
    [mail, received("250 ok"), rcpt, received("550 5.1.1 no such user"), ...quit],
    "is --rcpt ADDRESS a mailbox of this server?",
  ],
  [
    "a password that is refused",
    "submission",
    [sent("***"), received("535 5.7.8 no"), ...quit],
    "are --user and --pass-env right?",
    ["user"],
  ],
  [
    "a name that is refused",
    "mx",
    [sent("EHLO client.test"), received("550 no"), ...quit],
    "is --client NAME a name that the server takes?",
  ],
  ["a greeting that refuses", "mx", [connected, received("554 no"), ...quit], undefined],
  ["RSET that is refused", "mx", [rcpt, received("250 ok"), sent("RSET"), received("500 what"), ...quit], undefined],
  ["no connection", "mx", [], undefined],
];

for (const [what, role, transcript, hint, fixtures = []] of rows) {
  Deno.test(`hintOf() says what to try after ${what}`, () => {
    const endpoints = [{ name: role, role, address: `${roleRules[role].scheme}://127.0.0.1:2525` }];
    assertEquals(hintOf({ endpoint: role, transcript }, { endpoints, fixtures }), hint);
  });
}

Deno.test("hintOf() knows no scheme for a socket that begins with TLS", () => {
  const endpoints = [{ name: "lmtp", role: "lmtp", address: "lmtp:///run/lmtp.sock" } as const];
  assertEquals(hintOf({ endpoint: "lmtp", transcript: [connected, tls] }, { endpoints, fixtures: [] }), undefined);
});
