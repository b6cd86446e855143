/** The server side of PLAIN, LOGIN and CRAM-MD5. Texts are decoded, one character an octet. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Context, Mechanism } from "./behaviour.ts";
import { external } from "./anonymous.ts";
import { oauthBearer, xoauth2 } from "./oauth.ts";
import { reply } from "./reply.ts";
import { scram } from "./scram.ts";
import type { Exchange, SaslStep } from "./state.ts";

/** Wrong credentials (RFC 4954 §6). */
export const wrongCredentials: SaslStep = {
  kind: "failure",
  reply: reply("535 5.7.8", "The credentials are wrong"),
};

const plain: Mechanism = { // RFC 4616 §2
  isServerFirst: false,
  needsTls: true,
  challenge: () => "",
  start: ({ host }) => ({
    mechanism: "PLAIN",
    evaluate: (response) => {
      const [authzid = "", user = "", pass = "", ...more] = response.split("\0");
      const isWhole = response.split("\0").length === 3 && more.length === 0;
      if (!isWhole) return { kind: "failure", reply: reply("501 5.5.2", "This is no message of PLAIN") };
      const mayActAs = authzid === "" || authzid === user;
      return mayActAs && knows(host, user, pass) ? { kind: "success", user } : wrongCredentials;
    },
  }),
};

const login: Mechanism = { // No RFC has it; two prompts, two answers.
  isServerFirst: false,
  needsTls: true,
  challenge: () => "Username:",
  start: ({ host }) => ({
    mechanism: "LOGIN",
    evaluate: (user) => ({
      kind: "challenge",
      text: "Password:",
      exchange: {
        mechanism: "LOGIN",
        evaluate: (pass) => knows(host, user, pass) ? { kind: "success", user } : wrongCredentials,
      },
    }),
  }),
};

const challenges = new WeakMap<Exchange, string>();

const cramMd5: Mechanism = { // RFC 2195 §2
  isServerFirst: true,
  needsTls: false,
  challenge: (exchange) => challenges.get(exchange) ?? "",
  start: ({ host }) => {
    const challenge = `<${host.word()}.${host.now().getTime()}@${host.domain}>`;
    const exchange: Exchange = {
      mechanism: "CRAM-MD5",
      evaluate: (response) => {
        const space = response.lastIndexOf(" ");
        const user = response.slice(0, Math.max(space, 0));
        const pass = host.users.get(user);
        const digest = createHmac("md5", Buffer.from(pass ?? "", "latin1")).update(challenge).digest("hex");
        const isRight = pass !== undefined && response.slice(space + 1) === digest;
        return isRight ? { kind: "success", user } : wrongCredentials;
      },
    };
    challenges.set(exchange, challenge);
    return exchange;
  },
};

function knows(host: Context["host"], user: string, pass: string): boolean {
  return user !== "" && pass !== "" && host.users.get(user) === pass;
}

/** All mechanisms by name; those that show the password are offered inside TLS only (RFC 4954 §4). */
export const mechanisms: ReadonlyMap<string, Mechanism> = new Map([
  ["PLAIN", plain],
  ["LOGIN", login],
  ["CRAM-MD5", cramMd5],
  ["SCRAM-SHA-1", scram("sha1")],
  ["SCRAM-SHA-256", scram("sha256")],
  ["OAUTHBEARER", oauthBearer],
  ["XOAUTH2", xoauth2],
  ["EXTERNAL", external],
]);
