import { assertEquals, fail } from "@std/assert";
import { latin1, latin1Text, utf8 } from "../base/octets.ts";
import { isProblem } from "../base/problem.ts";
import type { SaslClient } from "./mechanism.ts";
import { mechanisms, strongestFirst } from "./sasl.ts";

function start(
  mechanism: string,
  tamper: Readonly<Record<string, string>> = {},
  user = "tim",
  pass = "tanstaaftanstaaf",
) {
  const found = mechanisms.get(mechanism) ?? fail(`no ${mechanism}`);
  return found.start({ user, pass, nonce: "nonce", tamper: new Map(Object.entries(tamper)) });
}

const initial = ({ initial }: SaslClient) => initial === undefined ? undefined : latin1Text(initial);
const answer = (client: SaslClient, challenge: string) => {
  const said = client.respond(latin1(challenge));
  return isProblem(said) ? said.message : latin1Text(said.octets);
};

Deno.test("PLAIN says authzid, user and password in one message (RFC 4616 §2)", () => {
  assertEquals(initial(start("PLAIN")), "\0tim\0tanstaaftanstaaf");
  assertEquals(initial(start("PLAIN", { authzid: "Ursel" })), "Ursel\0tim\0tanstaaftanstaaf");
});

Deno.test("PLAIN sends names and passwords as UTF-8", () => {
  assertEquals(start("PLAIN", {}, "é", "ü").initial, utf8("\0é\0ü"));
});

Deno.test("PLAIN has no answer to a challenge", () => {
  assertEquals(answer(start("PLAIN"), ""), "the server asks on after PLAIN's only message");
});

Deno.test("CRAM-MD5 answers the challenge of RFC 2195 §2 with its digest", () => {
  const client = start("CRAM-MD5");
  assertEquals(initial(client), undefined);
  assertEquals(
    answer(client, "<1896.697170952@postoffice.reston.mci.net>"),
    "tim b913a602c7eda7a495b4e6e7334d3890",
  );
});

Deno.test("CRAM-MD5 says a digest that is tampered with", () => {
  assertEquals(answer(start("CRAM-MD5", { digest: "0" }), "<x>"), "tim 0");
});

Deno.test("LOGIN answers user and password whatever the prompts say, and no third prompt", () => {
  const client = start("LOGIN");
  assertEquals(initial(client), undefined);
  assertEquals(["Password:", "", "more?"].map((prompt) => answer(client, prompt)), [
    "tim",
    "tanstaaftanstaaf",
    "the server asks a third time: more?",
  ]);
});

Deno.test("XOAUTH2 and OAUTHBEARER carry the token and close the exchange after an error report", () => {
  const old = start("XOAUTH2", {}, "a@b.test", "token");
  assertEquals(initial(old), "user=a@b.test\x01auth=Bearer token\x01\x01");
  assertEquals(answer(old, '{"status":"401"}'), "");
  const bearer = start("OAUTHBEARER", {}, "a@b.test", "token");
  assertEquals(initial(bearer), "n,a=a@b.test,\x01auth=Bearer token\x01\x01");
  assertEquals(answer(bearer, '{"status":"invalid_token"}'), "\x01"); // RFC 7628 §3.2.3
});

Deno.test("EXTERNAL says the authorization identity", () => {
  assertEquals(initial(start("EXTERNAL")), "tim");
  assertEquals(answer(start("EXTERNAL"), ""), "tim");
});

Deno.test("mechanisms that prove nothing about the server owe nothing", () => {
  for (const [name] of mechanisms) {
    if (!name.startsWith("SCRAM")) assertEquals(start(name).unproven(), undefined);
  }
});

Deno.test("strongestFirst names known mechanisms, with those in plain text last", () => {
  assertEquals(strongestFirst.filter((name) => !mechanisms.has(name)), []);
  assertEquals(strongestFirst.slice(-2), ["PLAIN", "LOGIN"]);
});
