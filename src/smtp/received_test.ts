import { assert, assertEquals } from "@std/assert";
import { namesIn, parseReceived } from "./received.ts";

const date = "Mon, 1 Jan 2024 08:30:00 +0000";

/** Writes the clauses that were read, each as NAME value (comment) …. */
function clausesOf(field: string): string[] {
  return parseReceived(field).clauses.map(({ name, value, comments }) =>
    [name.toUpperCase(), value, ...comments.map((comment) => `(${comment})`)].join(" ")
  );
}

/** Writes what is wrong with a field, each with its place. */
function flawsOf(field: string): string[] {
  return parseReceived(field).flaws.map(({ at, why }) => `${at}: ${why}`);
}

/** Fields in the shapes in which servers write them. */
const shapes: readonly (readonly [
  server: string,
  field: string,
  clauses: readonly string[],
  flaws: readonly string[],
])[] = [
  [
    "Postfix",
    "from client.test (localhost [127.0.0.1])\r\n\tby mx.test (Postfix) with ESMTP id 4T3kQ52yhxz1\r\n" +
    `\tfor <alice@mx.test>; ${date} (UTC)`,
    [
      "FROM client.test (localhost [127.0.0.1])",
      "BY mx.test (Postfix)",
      "WITH ESMTP",
      "ID 4T3kQ52yhxz1",
      "FOR <alice@mx.test>",
    ],
    [],
  ],
  [
    "Postfix inside TLS",
    "from client.test (unknown [IPv6:2001:db8::7])\r\n" +
    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n" +
    "\t key-exchange X25519 server-signature RSA-PSS (2048 bits))\r\n\t(No client certificate requested)\r\n" +
    `\tby mx.test (Postfix) with ESMTPS id 4T3kQ52yhxz1;\r\n\t${date} (UTC)`,
    [
      "FROM client.test (unknown [IPv6:2001:db8::7]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 " +
      "(256/256 bits)\r\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested)",
      "BY mx.test (Postfix)",
      "WITH ESMTPS",
      "ID 4T3kQ52yhxz1",
    ],
    [],
  ],
  [
    "Exim, which knows no name of the client",
    "from [192.0.2.7] (helo=client.test)\r\n\tby mx.test with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n" +
    `\t(Exim 4.98)\r\n\t(envelope-from <sender@client.test>)\r\n\tid 1rKdZt-000000001Ab-2cDe\r\n\tfor alice@mx.test;\r\n\t${date}`,
    [
      "FROM [192.0.2.7] (helo=client.test)",
      "BY mx.test",
      "WITH esmtps (TLS1.3)",
      "TLS TLS_AES_256_GCM_SHA384 (Exim 4.98) (envelope-from <sender@client.test>)",
      "ID 1rKdZt-000000001Ab-2cDe",
      "FOR alice@mx.test",
    ],
    [
      "0: FROM has an address literal without TCP-info in parentheses",
      "153: ID stands after TLS",
    ],
  ],
  [
    "Sendmail",
    "from client.test (localhost [127.0.0.1])\r\n\tby mx.test (8.18.1/8.18.1/Debian-6) with ESMTPS id 4018UaBc012345\r\n" +
    "\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO);\r\n" +
    "\tMon, 1 Jan 2024 08:30:00 GMT",
    [
      "FROM client.test (localhost [127.0.0.1])",
      "BY mx.test (8.18.1/8.18.1/Debian-6)",
      "WITH ESMTPS",
      "ID 4018UaBc012345 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)",
    ],
    ["206: a zone is due, as an offset such as +0000"],
  ],
  [
    "OpenSMTPD",
    "from client.test (localhost [127.0.0.1])\r\n\tby mx.test (OpenSMTPD) with ESMTPS id 0f1e2d3c " +
    `(TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)\r\n\tfor <alice@mx.test>;\r\n\t${date} (UTC)`,
    [
      "FROM client.test (localhost [127.0.0.1])",
      "BY mx.test (OpenSMTPD)",
      "WITH ESMTPS",
      "ID 0f1e2d3c (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)",
      "FOR <alice@mx.test>",
    ],
    [],
  ],
  [
    "Dovecot by LMTP",
    "from client.test ([127.0.0.1])\r\n\tby mx.test with LMTP\r\n\tid aB3dE/5fGhIjKlMn+0pQ\r\n" +
    `\t(envelope-from <sender@client.test>)\r\n\tfor <alice@mx.test>; ${date}`,
    [
      "FROM client.test ([127.0.0.1])",
      "BY mx.test",
      "WITH LMTP",
      "ID aB3dE/5fGhIjKlMn+0pQ (envelope-from <sender@client.test>)",
      "FOR <alice@mx.test>",
    ],
    [],
  ],
  [
    "Courier, which writes the id after the date",
    "from client.test (localhost [127.0.0.1])\r\n  (TLS: TLSv1.3,256bits,AES-256-GCM)\r\n" +
    `  by mx.test with UTF8ESMTPS; ${date}\r\n  id 00000000000A1B2C.000000006592.00001234`,
    [
      "FROM client.test (localhost [127.0.0.1]) (TLS: TLSv1.3,256bits,AES-256-GCM)",
      "BY mx.test",
      "WITH UTF8ESMTPS",
    ],
    ["144: nothing but comments may follow the date"],
  ],
  [
    "chasquid",
    "from client.test (client.test)\r\n\tby mx.test (chasquid) with ESMTPS\r\n\ttls TLS_AES_128_GCM_SHA256\r\n" +
    `\t(over SMTP, TLS-1.3, envelope from "sender@client.test")\r\n\t; ${date}`,
    [
      "FROM client.test (client.test)",
      "BY mx.test (chasquid)",
      "WITH ESMTPS",
      'TLS TLS_AES_128_GCM_SHA256 (over SMTP, TLS-1.3, envelope from "sender@client.test")',
    ],
    [],
  ],
  [
    "Haraka",
    "from client.test (Unknown [127.0.0.1])\r\n\tby mx.test (Haraka/3.1.0) with ESMTPSA id 8F0A1B2C-3D4E.1\r\n" +
    `\tenvelope-from <sender@client.test> (authenticated bits=0)\r\n\t(cipher=TLS_AES_256_GCM_SHA384);\r\n\t${date}`,
    [
      "FROM client.test (Unknown [127.0.0.1])",
      "BY mx.test (Haraka/3.1.0)",
      "WITH ESMTPSA",
      "ID 8F0A1B2C-3D4E.1",
      "ENVELOPE-FROM <sender@client.test> (authenticated bits=0) (cipher=TLS_AES_256_GCM_SHA384)",
    ],
    [
      "80: ID is not an atom or a message id: 8F0A1B2C-3D4E.1",
      "101: ENVELOPE-FROM is not an atom or a quoted string: <sender@client.test>",
    ],
  ],
  [
    "a Python server after the model of aiosmtpd",
    `from client.test ([127.0.0.1]) by mx.test (Python SMTP 1.4.6) with SMTP; ${date}`,
    ["FROM client.test ([127.0.0.1])", "BY mx.test (Python SMTP 1.4.6)", "WITH SMTP"],
    [],
  ],
  [
    "qmail-smtpd",
    "from unknown (HELO client.test) (192.0.2.7)\r\n  by 0 with SMTP; 1 Jan 2024 08:30:00 -0000",
    ["FROM unknown (HELO client.test) (192.0.2.7)", "BY 0", "WITH SMTP"],
    [],
  ],
  [
    "qmail-queue, which writes no clause",
    "(qmail 1234 invoked by uid 89); 1 Jan 2024 08:30:00 -0000",
    [],
    ["0: there is no FROM", "0: there is no BY"],
  ],
  [
    "Gmail inside its own network",
    "by 2002:a05:6402:1a2b:b0:55f:1234:5678 with SMTP id a1csp123456edb;\r\n        Mon, 1 Jan 2024 00:30:00 -0800 (PST)",
    ["BY 2002:a05:6402:1a2b:b0:55f:1234:5678", "WITH SMTP", "ID a1csp123456edb"],
    [
      "0: BY is not a domain or an address literal: 2002:a05:6402:1a2b:b0:55f:1234:5678",
      "0: there is no FROM",
    ],
  ],
  [
    "Gmail at its border",
    "from mail.client.test (mail.client.test. [192.0.2.7])\r\n        by mx.test with SMTPS id d2e1sor9876543ljf\r\n" +
    "        for <alice@mx.test>\r\n        (Some Transport Security);\r\n        Mon, 01 Jan 2024 00:30:00 -0800 (PST)",
    [
      "FROM mail.client.test (mail.client.test. [192.0.2.7])",
      "BY mx.test",
      "WITH SMTPS",
      "ID d2e1sor9876543ljf",
      "FOR <alice@mx.test> (Some Transport Security)",
    ],
    [],
  ],
  [
    "Exchange",
    "from a.client.test (2001:db8:208:1::7)\r\n by b.mx.test (2001:db8:208:2::8) with Microsoft SMTP Server\r\n" +
    ` (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.20.7135.9; ${date}`,
    [
      "FROM a.client.test (2001:db8:208:1::7)",
      "BY b.mx.test (2001:db8:208:2::8)",
      "WITH Microsoft",
      "SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)",
      "ID 15.20.7135.9",
    ],
    ["166: ID is not an atom or a message id: 15.20.7135.9", "166: ID stands after SMTP"],
  ],
];

for (const [server, field, clauses, flaws] of shapes) {
  Deno.test(`parseReceived() reads a field as ${server} writes it`, () => {
    assertEquals(clausesOf(field), clauses);
    assertEquals(flawsOf(field), flaws);
    assert(parseReceived(field).date?.text.includes("Jan 2024") ?? false);
  });
}

const good = "from a.test by b.test";
const flawed: readonly (readonly [field: string, ...flaws: string[]])[] = [
  ["", "0: there is no FROM", "0: there is no BY", "0: a semicolon and a date are due"],
  [good, "21: a semicolon and a date are due"],
  [`${good};${date}`, "22: a space is due after the semicolon"],
  [`${good}; `, "23: a day of the month is due"],
  [`by b.test; ${date}`, "0: there is no FROM"],
  [`by b.test from a.test; ${date}`, "10: FROM stands after BY"],
  [`from a.test; ${date}`, "0: there is no BY"],
  [`from a_b.test by b.test; ${date}`, "0: FROM is not a domain or an address literal: a_b.test"],
  [`from (comment) a.test by b.test; ${date}`, "5: a comment stands between FROM and its value"],
  [`from [192.0.2.7] by b.test; ${date}`, "0: FROM has an address literal without TCP-info in parentheses"],
  [`from [192.0.2.7] (a.test [192.0.2.7]) by b.test; ${date}`],
  [`from [192.0.2.7] ([192.0.2.7]) by b.test; ${date}`],
  [`${good} with SMTP with SMTP; ${date}`, "32: WITH stands twice"],
  [`${good} id 1 with SMTP; ${date}`, "27: WITH stands after ID"],
  [`${good} tls X id 1; ${date}`, "28: ID stands after TLS"],
  [`${good} with; ${date}`, "22: WITH has no value"],
  [`${good} via TCP with ESMTP id <1@b.test> for <@c.test,@d.test:alice@b.test> tls X priority "1"; ${date}`],
  [`${good} id 1@b.test; ${date}`], // RFC 5321 §4.4: "The ID clause MAY contain an "@""
  [`${good} for "a b"@b.test; ${date}`],
  [`${good} for <alice@b.test>,<bob@b.test>; ${date}`, "22: FOR is not one path: <alice@b.test>,<bob@b.test>"],
  [`${good} for alice@b.test, bob@b.test; ${date}`, "22: FOR is not one path: alice@b.test,bob@b.test"],
  [`${good} for <postmaster>; ${date}`, "22: FOR is not one path: <postmaster>"],
  [`${good} <alice@b.test>; ${date}`, `22: "<alice@b.test>" stands where a clause should begin`],
  [`${good} (open; ${date}`, "22: ( is not closed", "23: OPEN has no value"],
  [`${good} with "SMTP; ${date}`, `27: " is not closed`],
  [`${good}; with SMTP; ${date}`, "21: a semicolon stands inside the clauses"],
  [`${good} (a (nested \\) one) and; more) with SMTP; ${date}`],
];

for (const [field, ...flaws] of flawed) {
  Deno.test(`parseReceived() says what is wrong with ${JSON.stringify(field)}, and where`, () => {
    assertEquals(flawsOf(field), flaws);
  });
}

Deno.test("parseReceived() reads no field that is longer than any server writes", () => {
  assertEquals(flawsOf("[".repeat(10_001)), ["0: the field has 10001 characters"]);
});

Deno.test("namesIn() gives what a clause and its comments name, bare", () => {
  const [from] =
    parseReceived(`from [IPv6:2001:db8::7] (helo=Client.test) (mail.test. [192.0.2.7]) by b.test; ${date}`).clauses;
  assertEquals(from === undefined ? [] : namesIn(from), [
    "2001:db8::7",
    "helo",
    "client.test",
    "mail.test",
    "192.0.2.7",
  ]);
});
