import { assertEquals } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import { numberOfCode, readResponse } from "./response.ts";
import type { Response } from "./response_reader.ts";

const fetched = (uid: number | undefined, octets: number | undefined, content: string | undefined) => ({
  kind: "fetched",
  message: { uid, octets, content },
});

const responses: readonly (readonly [response: Response, said: unknown])[] = [
  [["A1 OK done"], { kind: "tagged", tag: "A1", status: "OK", text: "done" }],
  [["a1 no"], { kind: "tagged", tag: "a1", status: "NO", text: "" }],
  [["+ go on"], { kind: "continue" }],
  [["+"], { kind: "continue" }],
  [["* BYE gone"], { kind: "state", state: "BYE", text: "gone" }],
  [["* ok [UIDNEXT 4] next"], { kind: "state", state: "OK", text: "[UIDNEXT 4] next" }],
  [["* CAPABILITY IMAP4rev1 starttls AUTH=plain "], {
    kind: "capabilities",
    words: ["IMAP4REV1", "STARTTLS", "AUTH=PLAIN"],
  }],
  [["* 23 EXISTS"], { kind: "exists", count: 23 }],
  [["* 5 EXPUNGE"], { kind: "other" }],
  [["* OKAY"], { kind: "other" }],
  [["* 1 FETCH (UID 7 RFC822.SIZE 120)"], fetched(7, 120, undefined)],
  [["* 1 FETCH (FLAGS (\\Seen (x) UID) BODY[] ", latin1("a\xff(\r\n"), " UID 7)"], fetched(7, undefined, "a\xff(\r\n")],
  [['* 1 FETCH (BODY[] "a \\"(\\\\" UID 7)'], fetched(7, undefined, 'a "(\\')],
  [["* 1 FETCH (BODY[] NIL UID 7)"], fetched(7, undefined, "")],
  [["* 1 FETCH (UID x RFC822.SIZE -1"], fetched(undefined, undefined, undefined)],
  [["* 1 FETCH )))((("], fetched(undefined, undefined, undefined)],
  [["* 1 FETCH (UID"], fetched(undefined, undefined, undefined)],
  [["220 mx.test ESMTP"], { kind: "nonsense", text: "220 mx.test ESMTP" }],
  [["+OK ready"], { kind: "nonsense", text: "+OK ready" }],
  [[""], { kind: "nonsense", text: "" }],
];

for (const [response, said] of responses) {
  Deno.test(`readResponse() reads ${JSON.stringify(response[0])}`, () => {
    assertEquals<unknown>(readResponse(response), said);
  });
}

Deno.test("numberOfCode() reads the code that is asked for", () => {
  assertEquals(numberOfCode("[UIDNEXT 4392] next", "UIDNEXT"), 4392);
  assertEquals(numberOfCode("[uidvalidity 1]", "UIDVALIDITY"), 1);
  assertEquals(numberOfCode("[UIDNEXT 4392] next", "UIDVALIDITY"), undefined);
  assertEquals(numberOfCode("[UNSEEN] UIDNEXT 3", "UIDNEXT"), undefined);
});
