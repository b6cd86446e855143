import { assertEquals } from "@std/assert";
import { parseMail } from "./mailbox.ts";

const field = (name: string, value: string, raw = `${name}: ${value}`) => ({ name, value, raw });

const mails: readonly (readonly [name: string, mail: string, header: readonly unknown[], body: string])[] = [
  ["a message", "A: 1\r\nB: 2\r\n\r\nbody\r\n", [field("A", "1"), field("B", "2")], "body\r\n"],
  ["bare LF, as in a Maildir", "A: 1\n\nbody\n", [field("A", "1")], "body\n"],
  ["a folded field", "A: 1\r\n 2\r\n\t3\r\n\r\n", [field("A", "1 2 3", "A: 1\n 2\n\t3")], ""],
  ["white space around a value", "A: \t1  \r\n \t2 \r\n\r\n", [field("A", "1 2", "A: \t1  \n \t2 ")], ""],
  ["a field that stands twice", "A: 1\nA: 2\n\n", [field("A", "1"), field("A", "2")], ""],
  ["an empty value", "A:\n\n", [field("A", "", "A:")], ""],
  ["white space before the colon", "A : 1\n\n", [field("A", "1", "A : 1")], ""],
  ["a colon in the value", "A: b: c\n\n", [field("A", "b: c")], ""],
  ["the line of an mbox", "From x@y Mon\nA: 1\n\nb", [field("A", "1")], "b"],
  ["no body", "A: 1\r\n", [field("A", "1")], ""],
  ["no header", "\r\nbody", [], "body"],
  ["an empty line in the body", "A: 1\n\nb\n\nc", [field("A", "1")], "b\n\nc"],
  ["a body that looks like a header", "A: 1\n\nB: 2\n", [field("A", "1")], "B: 2\n"],
];

for (const [name, mail, header, body] of mails) {
  Deno.test(`parseMail() reads ${name}`, () => {
    assertEquals<unknown>(parseMail(mail), { header, body });
  });
}
