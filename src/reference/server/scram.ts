/** The server side of SCRAM-SHA-256 (RFC 5802, RFC 7677). Texts are decoded, one character an octet. */
import { Buffer } from "node:buffer";
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { Mechanism } from "./conduct.ts";
import { reply } from "./reply.ts";
import type { Exchange, SaslStep } from "./state.ts";

const iterations = 4096; // RFC 7677 §4
const salt = Buffer.from("smtpspec reference");
const salted = new Map<string, Uint8Array>();

/** What the server keeps between the client's two messages. */
interface Begun {
  readonly user: string;
  readonly gs2: string;
  readonly bare: string;
  readonly first: string;
  readonly nonce: string;
}

const refusal = (text: string): SaslStep => ({ kind: "failure", reply: reply("535 5.7.8", text) });

/** The mechanism. It has no channel binding, so "p" is refused and "y" is right. */
export const scramSha256: Mechanism = {
  isServerFirst: false,
  needsTls: false,
  challenge: () => "",
  start: ({ host }) => ({
    mechanism: "SCRAM-SHA-256",
    take: (response) => {
      const begun = readFirst(response, host.word());
      if (typeof begun === "string") return refusal(begun);
      return {
        kind: "challenge",
        text: begun.first,
        exchange: { mechanism: "SCRAM-SHA-256", take: (final) => checkFinal(final, begun, host.users.get(begun.user)) },
      };
    },
  }),
};

/** Reads client-first-message; a string says what is wrong with it. */
function readFirst(message: string, word: string): Begun | string {
  const match = /^((?:n|y),(?:a=([^,]+))?,)(n=([^,]+),r=([!-+\x2d-~]+)(?:,[A-Za-z]=[^,]*)*)$/.exec(message);
  if (match === null) return "client-first-message cannot be read";
  const [, gs2 = "", authzid, bare = "", name = "", clientNonce = ""] = match;
  if (/=(?!2C|3D)/.test(name)) return "The user name is malformed"; // RFC 5802 §5.1
  const user = name.replaceAll("=2C", ",").replaceAll("=3D", "=");
  if (authzid !== undefined && authzid !== name) return "You may not act as somebody else";
  const nonce = clientNonce + word;
  return { user, gs2, bare, nonce, first: `r=${nonce},s=${salt.toString("base64")},i=${iterations}` };
}

/** Checks client-final-message, and proves in turn that the server knows the password. */
function checkFinal(final: string, begun: Begun, pass: string | undefined): SaslStep {
  const match = /^(c=([^,]*),r=([^,]*)(?:,[A-Za-z]=[^,]*)*),p=([^,]*)$/.exec(final);
  const [, withoutProof = "", channel = "", nonce, proof = ""] = match ?? [];
  const isBound = Buffer.from(channel, "base64").toString("latin1") === begun.gs2;
  if (match === null || !isBound || nonce !== begun.nonce || pass === undefined) {
    return refusal("The credentials are wrong");
  }
  const key = saltedPassword(pass);
  const authMessage = `${begun.bare},${begun.first},${withoutProof}`;
  const clientKey = hmac(key, "Client Key");
  const storedKey = createHash("sha256").update(clientKey).digest();
  const signature = hmac(storedKey, authMessage);
  const given = Buffer.from(proof, "base64");
  const wanted = Buffer.from(clientKey.map((octet, at) => octet ^ (signature[at] ?? 0)));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return refusal("The credentials are wrong");
  const verifier = hmac(hmac(key, "Server Key"), authMessage).toString("base64");
  // RFC 4954 §4: success data goes into a last challenge, which the client answers with nothing.
  const last: Exchange = {
    mechanism: "SCRAM-SHA-256",
    take: (response) => response === "" ? { kind: "success", user: begun.user } : refusal("Nothing was to come"),
  };
  return { kind: "challenge", text: `v=${verifier}`, exchange: last };
}

function hmac(key: Uint8Array, text: string) {
  return createHmac("sha256", key).update(Buffer.from(text, "latin1")).digest();
}

function saltedPassword(pass: string): Uint8Array {
  const known = salted.get(pass);
  if (known !== undefined) return known;
  const made = pbkdf2Sync(Buffer.from(pass, "latin1"), salt, iterations, 32, "sha256");
  salted.set(pass, made);
  return made;
}
