import { assertEquals, assertMatch } from "@std/assert";
import { latin1, latin1Text } from "../base/octets.ts";
import { isProblem } from "../base/problem.ts";
import type { SaslClient } from "./mechanism.ts";
import { scram } from "./scram.ts";

interface Vector {
  readonly hash: "sha1" | "sha256";
  readonly nonce: string;
  readonly first: string;
  readonly challenge: string;
  readonly final: string;
  readonly server: string;
}

const vectors: Readonly<Record<string, Vector>> = {
  "RFC 5802 §5": {
    hash: "sha1",
    nonce: "fyko+d2lbbFgONRv9qkxdawL",
    first: "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    challenge: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    final: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    server: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
  },
  "RFC 7677 §3": {
    hash: "sha256",
    nonce: "rOprNGfwEbeRWgbNEkqO",
    first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    final: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    server: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  },
};
const example = vectors["RFC 5802 §5"] as Vector;

function start({ hash, nonce }: Vector, tamper: Readonly<Record<string, string>> = {}, user = "user"): SaslClient {
  return scram(hash).start({ user, pass: "pencil", nonce, tamper: new Map(Object.entries(tamper)) });
}

const answer = (client: SaslClient, challenge: string) => {
  const said = client.respond(latin1(challenge));
  return isProblem(said) ? `refused: ${said.message}` : latin1Text(said.octets);
};
const first = ({ initial }: SaslClient) => latin1Text(initial ?? new Uint8Array(0));
const unproven = "the server did not prove with v= that it knows the password";

for (const [name, vector] of Object.entries(vectors)) {
  Deno.test(`scram() speaks the example of ${name} and takes the server's proof`, () => {
    const client = start(vector);
    assertEquals(first(client), vector.first);
    assertEquals(answer(client, vector.challenge), vector.final);
    assertEquals(client.unproven(), unproven);
    assertEquals(answer(client, vector.server), "");
    assertEquals(client.unproven(), undefined);
  });

  Deno.test(`scram() takes no other proof of the server in the example of ${name}`, () => {
    for (const proof of ["", "v=", "v=AAAA", vector.server.replace(/..=$/, "AA="), "e=other-error"]) {
      const client = start(vector);
      answer(client, vector.challenge);
      assertEquals(answer(client, proof), "");
      assertEquals(client.unproven(), unproven);
    }
  });
}

const refused: Readonly<Record<string, string>> = {
  "an empty challenge": "",
  "a challenge without a salt": "r=fyko+d2lbbFgONRv9qkxdawLX,i=4096",
  "a challenge without a nonce": "s=QSXCR+Q6sek8bf92,i=4096",
  "no rounds": "r=fyko+d2lbbFgONRv9qkxdawLX,s=QSXCR+Q6sek8bf92,i=0",
  "rounds that are no number": "r=fyko+d2lbbFgONRv9qkxdawLX,s=QSXCR+Q6sek8bf92,i=many",
  "rounds without end": "r=fyko+d2lbbFgONRv9qkxdawLX,s=QSXCR+Q6sek8bf92,i=99999999999",
};

for (const [name, challenge] of Object.entries(refused)) {
  Deno.test(`scram() refuses ${name}`, () => {
    assertEquals(
      answer(start(example), challenge),
      `refused: server-first-message cannot be read: ${challenge}`,
    );
  });
}

for (const [name, nonce] of [["the client's nonce alone", example.nonce], ["another nonce", "zzz"]] as const) {
  Deno.test(`scram() refuses ${name} as the server's`, () => {
    assertEquals(
      answer(start(example), `r=${nonce},s=QSXCR+Q6sek8bf92,i=4096`),
      "refused: the server's nonce does not begin with the client's and go on",
    );
  });
}

Deno.test("scram() writes commas and equal signs of a name as RFC 5802 §5.1 has them", () => {
  assertEquals(first(start(example, {}, "a=b,c")), `n,,n=a=3Db=2Cc,r=${example.nonce}`);
});

const proof = "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
const tampered: Readonly<Record<string, readonly [first: string, final: RegExp]>> = {
  gs2: [`X${example.first.slice(3)}`, /^c=WA==,r=fyko.*,p=/],
  "client-first": ["n,,X", /^c=biws,r=fyko.*,p=/],
  c: [example.first, /^c=X,r=fyko.*,p=/],
  r: [example.first, /^c=biws,r=X,p=/],
  extension: [example.first, /^c=biws,r=fyko[^,]*,X,p=/],
  p: [example.first, /^c=biws,r=fyko.*,p=X$/],
};

for (const [field, [message, final]] of Object.entries(tampered)) {
  Deno.test(`scram() puts a tampered ${field} into its messages, and signs what it says`, () => {
    const client = start(example, { [field]: "X" });
    assertEquals(first(client), message);
    const said = answer(client, example.challenge);
    assertMatch(said, final);
    assertEquals(said.endsWith(proof), false); // an honest proof would belong to other messages
  });
}

Deno.test("scram() names the fields that it can tamper with", () => {
  assertEquals([...scram("sha1").tampers].sort(), Object.keys(tampered).sort());
});
