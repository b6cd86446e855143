/** SCRAM as the client speaks it (RFC 5802, RFC 7677), with named fields that a case may tamper with. */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { base64, latin1Text, utf8 } from "../base/octets.ts";
import { type PlainProblem, problem } from "../base/problem.ts";
import { answer, type Credentials, type Mechanism, type SaslAnswer, type SaslClient } from "./mechanism.ts";

/** The most rounds of PBKDF2 that are done for a server. Our choice: some seconds of work, no more. */
const maxIterations = 5_000_000;

/** Makes the mechanism over one hash. Tampering: gs2, client-first (its bare part), c, r, extension (after r), p. */
export function scram(hash: "sha1" | "sha256" | "sha512"): Mechanism {
  return {
    tampers: ["gs2", "client-first", "c", "r", "extension", "p"],
    start: (credentials) => startScram(hash, credentials),
  };
}

function startScram(hash: string, { user, pass, nonce, tamper }: Credentials): SaslClient {
  const hmac = (key: Uint8Array, text: string) => createHmac(hash, key).update(text).digest();
  const gs2 = tamper.get("gs2") ?? "n,,";
  const name = user.replace(/=/g, "=3D").replace(/,/g, "=2C"); // RFC 5802 §5.1, saslname
  const bare = tamper.get("client-first") ?? `n=${name},r=${nonce}`;
  let serverSignature: Uint8Array | undefined;
  let isProven = false;

  const finalMessage = (challenge: string): SaslAnswer | PlainProblem => {
    const fields = readFields(challenge);
    if (fields.has("e")) return answer(new Uint8Array(0)); // RFC 5802 §7: the server's refusal comes as a challenge here
    const [serverNonce, salt, iterations] = [fields.get("r"), fields.get("s"), Number(fields.get("i"))];
    if (serverNonce === undefined || salt === undefined || !(iterations >= 1 && iterations <= maxIterations)) {
      return problem(`server-first-message cannot be read: ${challenge}`);
    }
    if (!serverNonce.startsWith(nonce) || serverNonce === nonce) {
      return problem("the server's nonce does not begin with the client's and go on"); // RFC 5802 §5
    }
    const octets = createHash(hash).digest().length;
    const salted = pbkdf2Sync(pass.normalize("NFKC"), Buffer.from(salt, "base64"), iterations, octets, hash);
    const channel = tamper.get("c") ?? Buffer.from(gs2).toString("base64");
    const extension = tamper.get("extension");
    const suffix = extension === undefined ? "" : `,${extension}`;
    const withoutProof = `c=${channel},r=${tamper.get("r") ?? serverNonce}${suffix}`;
    const authMessage = `${bare},${challenge},${withoutProof}`;
    const clientKey = hmac(salted, "Client Key");
    const storedKey = createHash(hash).update(clientKey).digest();
    const signature = hmac(storedKey, authMessage);
    const proof = clientKey.map((octet, index) => octet ^ (signature[index] ?? 0));
    const serverKey = hmac(salted, "Server Key");
    serverSignature = hmac(serverKey, authMessage);
    // A server keeps the keys (RFC 5802 §3); each of them is as good as a proof to who guesses.
    const proofs = [proof, serverSignature, salted, clientKey, storedKey, serverKey];
    return answer(utf8(`${withoutProof},p=${tamper.get("p") ?? base64(proof)}`), proofs);
  };

  const checkServer = (challenge: string): SaslAnswer | PlainProblem => {
    const proof = Buffer.from(readFields(challenge).get("v") ?? "", "base64");
    isProven = serverSignature !== undefined && proof.length === serverSignature.length &&
      timingSafeEqual(proof, serverSignature);
    return answer(new Uint8Array(0));
  };

  return {
    initial: utf8(gs2 + bare),
    respond: (challenge) => {
      const text = latin1Text(challenge);
      return serverSignature === undefined ? finalMessage(text) : checkServer(text);
    },
    unproven: () => isProven ? undefined : "the server did not prove with v= that it knows the password",
  };
}

/** Reads "r=…,s=…,i=…" into its fields. */
function readFields(message: string): Map<string, string> {
  return new Map(
    message.split(",").map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at), field.slice(at + 1)] as const;
    }),
  );
}
