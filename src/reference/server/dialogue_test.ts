import { assertEquals, fail } from "@std/assert";
import type { Context, Host } from "./behaviour.ts";
import { advance, beginDialogue, type Dialogue, take } from "./dialogue.ts";
import { writeReply } from "./reply.ts";
import { rightBehaviour } from "./right_behaviour.ts";

const host: Host = {
  domain: "mx.test",
  mailboxes: new Set(["alice", "postmaster"]),
  lists: new Map(),
  users: new Map(),
  tokens: new Map(),
  certified: new Map(),
  clientAddress: "127.0.0.1",
  now: () => new Date(0),
  word: () => "w1",
};
const context: Context = { host, behaviour: rightBehaviour };

/** Plays writes of a client; gives the codes of the replies to each, and the mail that was stored. */
function play(writes: readonly string[]): { codes: number[][]; mail: string[]; dialogue: Dialogue } {
  let dialogue = beginDialogue("mx");
  const mail: string[] = [];
  const codes = writes.map((octets) => {
    dialogue = take(dialogue, octets);
    const replied: number[] = [];
    for (let turns = 0; turns < 100; turns++) {
      const advanced = advance(dialogue, context);
      if (advanced === undefined) return replied;
      dialogue = advanced.dialogue;
      replied.push(...advanced.turn.replies.map((each) => Number(writeReply(each).slice(0, 3))));
      if (advanced.turn.delivery !== undefined) mail.push(advanced.turn.delivery.mail);
    }
    return fail("the dialogue does not end");
  });
  return { codes, mail, dialogue };
}

const envelope = ["EHLO c.test\r\n", "MAIL FROM:<s@c.test>\r\n", "RCPT TO:<alice@mx.test>\r\n"];

Deno.test("advance() plays a whole transaction, whatever the writes", () => {
  const session = [...envelope, "DATA\r\n", "Subject: x\r\n\r\n..a\r\n.\r\n", "QUIT\r\n"];
  const whole = play(session);
  assertEquals(whole.codes, [[250], [250], [250], [354], [250], [221]]);
  assertEquals(whole.mail[0]?.endsWith("Subject: x\r\n\r\n.a\r\n"), true);
  assertEquals(play([session.join("")]).codes, [[250, 250, 250, 354, 250, 221]]);
  const single = play([...session.join("")]);
  assertEquals(single.codes.flat(), [250, 250, 250, 354, 250, 221]);
  assertEquals(single.mail, whole.mail);
});

Deno.test("advance() waits for the whole line, text and chunk", () => {
  assertEquals(play(["EHLO c.te", "st\r", "\n"]).codes, [[], [], [250]]);
  assertEquals(play([...envelope, "DATA\r\n", "a\r\n.", "\r", "\n"]).codes.slice(4), [[], [], [250]]);
  assertEquals(play([...envelope, "BDAT 4 LAST\r\nab", "c", "dNOOP\r\n"]).codes.slice(3), [[], [], [250, 250]]);
});

Deno.test("advance() refuses a line with NUL, and goes on", () => {
  assertEquals(play(["NO\0OP\r\nNOOP\r\n"]).codes, [[500, 250]]);
});

Deno.test("advance() discards what was received after QUIT", () => {
  const { codes, dialogue } = play(["QUIT\r\nNOOP\r\n"]);
  assertEquals([codes, dialogue.input, dialogue.next.kind], [[[221]], "", "close"]);
});

Deno.test("advance() discards what was received after STARTTLS", () => {
  const { codes, dialogue } = play(["EHLO c.test\r\nSTARTTLS\r\nNOOP\r\n"]);
  assertEquals([codes, dialogue.input, dialogue.next.kind], [[[250, 220]], "", "tls"]);
});
