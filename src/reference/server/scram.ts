/** The server side of SCRAM (RFC 5802, RFC 7677). Texts are decoded, one character an octet. */
import { Buffer } from "node:buffer";
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { isProblem, type PlainProblem, problem } from "../../base/problem.ts";
import { certificate } from "../certificate.ts";
import type { Mechanism } from "./behaviour.ts";
import { reply } from "./reply.ts";
import type { Exchange, SaslStep } from "./state.ts";

const iterations = 4096; // RFC 7677 §4
const salt = Buffer.from("smtpspec reference");
const salted = new Map<string, Uint8Array>();

type Hash = "sha1" | "sha256";
const hashOctets: Readonly<Record<Hash, number>> = { sha1: 20, sha256: 32 };

/** How a mechanism stands to channel binding (RFC 5802 §6): the server has none, has it elsewhere, or demands it. */
export type Binding = "none" | "elsewhere" | "demanded";

/** What a mechanism is made of. */
interface Kind {
  readonly name: string;
  readonly hash: Hash;
  readonly binding: Binding;
}

/** What the server keeps between the client's two messages. */
interface Begun {
  readonly user: string;
  readonly gs2: string;
  readonly bare: string;
  readonly first: string;
  readonly nonce: string;
}

const refusal = (text: string): SaslStep => ({ kind: "failure", reply: reply("535 5.7.8", text) });

/** Makes the mechanism over one hash. */
export function scram(hash: Hash, binding: Binding = "none"): Mechanism {
  const kind = { name: `SCRAM-SHA-${hash.slice(3)}${binding === "demanded" ? "-PLUS" : ""}`, hash, binding };
  return {
    isServerFirst: false,
    needsTls: binding === "demanded",
    challenge: () => "",
    start: ({ host }) => ({
      mechanism: kind.name,
      evaluate: (response) => {
        const begun = readFirst(response, host.word(), kind);
        if (isProblem(begun)) return refusal(begun.message);
        const evaluate = (final: string) => checkFinal(final, begun, { kind, pass: host.users.get(begun.user) });
        return { kind: "challenge", text: begun.first, exchange: { mechanism: kind.name, evaluate } };
      },
    }),
  };
}

/** The flags of channel binding that a client may set. */
const flags: Readonly<Record<Binding, RegExp>> = {
  none: /^[ny],/,
  elsewhere: /^n,/, // RFC 5802 §6: "y" says that the client saw no -PLUS, so somebody hid it
  demanded: /^p=tls-server-end-point,/,
};

/** Reads client-first-message; a problem says what is wrong with it. */
function readFirst(message: string, word: string, { binding }: Kind): Begun | PlainProblem {
  if (!flags[binding].test(message)) return problem("The flag of the channel binding is wrong");
  const match = /^([^,]*,(?:a=([^,]+))?,)(n=([^,]+),r=([!-+\x2d-~]+)(?:,[A-Za-ln-z]=[^,]*)*)$/.exec(message);
  if (match === null) return problem("client-first-message cannot be read");
  const [, gs2 = "", authzid, bare = "", name = "", clientNonce = ""] = match;
  if (/=(?!2C|3D)/.test(name)) return problem("The user name is malformed"); // RFC 5802 §5.1
  const user = name.replaceAll("=2C", ",").replaceAll("=3D", "=");
  if (authzid !== undefined && authzid !== name) return problem("You may not act as somebody else");
  const nonce = clientNonce + word;
  return { user, gs2, bare, nonce, first: `r=${nonce},s=${salt.toString("base64")},i=${iterations}` };
}

/** Checks client-final-message, and proves in turn that the server knows the password. */
function checkFinal(
  final: string,
  begun: Begun,
  { kind, pass }: { readonly kind: Kind; readonly pass: string | undefined },
): SaslStep {
  const match = /^(c=([^,]*),r=([^,]*)(?:,[A-Za-ln-z]=[^,]*)*),p=([^,]*)$/.exec(final);
  const [, withoutProof = "", channel = "", nonce, proof = ""] = match ?? [];
  const isBound = Buffer.from(channel, "base64").toString("latin1") === begun.gs2 + bindingData(kind.binding);
  if (match === null || !isBound || nonce !== begun.nonce || pass === undefined) {
    return refusal("The credentials are wrong");
  }
  const hmac = (key: Uint8Array, text: string) => createHmac(kind.hash, key).update(latin1(text)).digest();
  const key = saltedPassword(pass, kind.hash);
  const authMessage = `${begun.bare},${begun.first},${withoutProof}`;
  const clientKey = hmac(key, "Client Key");
  const storedKey = createHash(kind.hash).update(clientKey).digest();
  const signature = hmac(storedKey, authMessage);
  const given = Buffer.from(proof, "base64");
  const wanted = Buffer.from(clientKey.map((octet, at) => octet ^ (signature[at] ?? 0)));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return refusal("The credentials are wrong");
  const verifier = hmac(hmac(key, "Server Key"), authMessage).toString("base64");
  // RFC 4954 §4: success data goes into a last challenge, which the client answers with nothing.
  const last: Exchange = {
    mechanism: kind.name,
    evaluate: (response) => response === "" ? { kind: "success", user: begun.user } : refusal("Nothing was to come"),
  };
  return { kind: "challenge", text: `v=${verifier}`, exchange: last };
}

/** The hash of our certificate (RFC 5929 §4.1), one character an octet; nothing where there is no binding. */
function bindingData(binding: Binding): string {
  if (binding !== "demanded") return "";
  const der = Buffer.from(certificate.replace(/-----[A-Z ]+-----|\n/g, ""), "base64");
  return createHash("sha256").update(der).digest().toString("latin1");
}

const latin1 = (text: string) => Buffer.from(text, "latin1");

function saltedPassword(pass: string, hash: Hash): Uint8Array {
  const known = salted.get(`${hash} ${pass}`);
  if (known !== undefined) return known;
  const made = pbkdf2Sync(latin1(pass), salt, iterations, hashOctets[hash], hash);
  salted.set(`${hash} ${pass}`, made);
  return made;
}
