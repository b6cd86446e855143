/** The client side of SASL mechanisms, as one table. SCRAM stands in its own file. */
import { createHmac } from "node:crypto";
import { latin1Text, utf8 } from "../base/octets.ts";
import { problem } from "../base/problem.ts";
import { answer, type Credentials, type Mechanism, type SaslClient } from "./mechanism.ts";
import { scram } from "./scram.ts";

const proven = () => undefined;

/** The mechanisms that the runner can play. PLAIN: RFC 4616; CRAM-MD5: RFC 2195; LOGIN: as it is in practice. */
export const mechanisms: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ["PLAIN", {
    tampers: ["authzid"],
    start: ({ user, pass, tamper }) => ({
      initial: utf8(`${tamper.get("authzid") ?? ""}\0${user}\0${pass}`),
      respond: () => problem("the server asks on after PLAIN's only message"),
      unproven: proven,
    }),
  }],
  ["LOGIN", { tampers: [], start: login }],
  ["CRAM-MD5", {
    tampers: ["digest"],
    start: ({ user, pass, tamper }) => ({
      initial: undefined,
      respond: (challenge) => {
        const digest = createHmac("md5", pass).update(challenge).digest();
        return answer(utf8(`${user} ${tamper.get("digest") ?? digest.toString("hex")}`), [digest]);
      },
      unproven: proven,
    }),
  }],
  ["XOAUTH2", {
    tampers: [],
    start: ({ user, pass }) => ({
      initial: utf8(`user=${user}\x01auth=Bearer ${pass}\x01\x01`),
      respond: () => answer(new Uint8Array(0)), // an error report of the server is answered by an empty response
      unproven: proven,
    }),
  }],
  ["OAUTHBEARER", { // RFC 7628 §3.1
    tampers: [],
    start: ({ user, pass }) => ({
      initial: utf8(`n,a=${user},\x01auth=Bearer ${pass}\x01\x01`),
      respond: () => answer(utf8("\x01")), // RFC 7628 §3.2.3
      unproven: proven,
    }),
  }],
  ["EXTERNAL", { // RFC 4422 appendix A
    tampers: [],
    start: ({ user }) => ({ initial: utf8(user), respond: () => answer(utf8(user)), unproven: proven }),
  }],
  ["SCRAM-SHA-1", scram("sha1")],
  ["SCRAM-SHA-256", scram("sha256")],
  ["SCRAM-SHA-512", scram("sha512")],
]);

/** LOGIN has no RFC: the first answer is the user, the second the password, whatever the prompts are. */
function login({ user, pass }: Credentials): SaslClient {
  const answers = [user, pass];
  return {
    initial: undefined,
    respond: (prompt) => {
      const next = answers.shift();
      return next === undefined ? problem(`the server asks a third time: ${latin1Text(prompt)}`) : answer(utf8(next));
    },
    unproven: proven,
  };
}

/** The mechanisms that the way to `auth` tries, strongest first. PLAIN and LOGIN only go out where that is safe. */
export const strongestFirst: readonly string[] = [
  "SCRAM-SHA-512",
  "SCRAM-SHA-256",
  "SCRAM-SHA-1",
  "CRAM-MD5",
  "PLAIN",
  "LOGIN",
];
