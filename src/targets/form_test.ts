import { assert, assertEquals } from "@std/assert";
import { addressForm, clientForm, type Form, hostForm, pathForm, plainText, variableForm } from "./form.ts";

const forms: readonly { readonly form: Form; readonly right: readonly string[]; readonly wrong: readonly string[] }[] =
  [
    {
      form: hostForm,
      right: [
        "localhost",
        "mx.test",
        "mx_1.test",
        "MX.Test",
        "mx.test.",
        "127.0.0.1",
        "::1",
        "2001:db8::25",
        "::ffff:127.0.0.1",
      ],
      wrong: [
        "*",
        "*.test",
        "mx.*",
        "127.0.0.1:1,evil.test",
        "mx.test:25",
        "[::1]",
        "1:2",
        "fe80::1%lo",
        "0.0.0.0/0",
        ".",
        "..",
        ".test",
        "a..b",
        "1.2.3.4.",
        "a b",
        "a/b",
        "a".repeat(64),
        "a.".repeat(127) + "a",
      ],
    },
    {
      form: addressForm,
      right: ["alice@mx.test", "a+b,c@mx.test", "postmaster@[192.0.2.1]", "jürgen@mx.test"],
      wrong: [
        "alice",
        "@mx.test",
        "alice@",
        "a@b@c",
        "<alice@mx.test>",
        "a@mx.test>\r\nRCPT TO:<b@mx.test",
        "a b@mx.test",
        "a\0@mx.test",
        "a\x85@mx.test",
      ],
    },
    {
      form: clientForm,
      right: ["client.test", "localhost", "[192.0.2.1]", "[IPv6:2001:db8::1]"],
      wrong: ["c\r\nNOOP", "client test", "client.test SIZE", "[192.0.2.1", "[]", "<client.test>"],
    },
    {
      form: pathForm,
      right: ["/srv/mx/Maildir", "reports/a b.json", "-", "ü.pem"],
      wrong: ["a,b", "x\n--allow-run", "x\r--allow-run", "x\0", "x\x1b[2J", "x\x85y"],
    },
    { form: variableForm, right: ["SMTP_PASS", "_a1"], wrong: ["*", "SMTP*", "A,B", "1A", "A-B", "A\nB", "env A"] },
    { form: plainText, right: ["Postfix 3.9, stable", "Мир"], wrong: ["a\nb", "a\x1b[31m", "a\x9bb"] },
  ];

for (const { form, right, wrong } of forms) {
  Deno.test(`the form of ${form.what} fits what can be used as such, and nothing that is empty or ends a line`, () => {
    assertEquals(right.filter((text) => !form.fits(text)), []);
    assertEquals(wrong.filter((text) => form.fits(text)), []);
    for (const end of ["\n", "\r", "\0"]) {
      for (const text of right) assert(!form.fits(text + end), JSON.stringify(text + end));
    }
    assert(!form.fits(""));
  });
}
