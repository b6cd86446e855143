/** AUTH as the scripted server answers it: PLAIN, LOGIN, CRAM-MD5 and SCRAM-SHA-256, with lies on demand. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { Buffer } from "node:buffer";
import type { Act, Answer } from "./script.ts";

export interface Login {
  readonly user: string;
  readonly pass: string;
  /** What a SCRAM server does wrong. */
  readonly lie?: "wrong signature" | "no signature" | "own nonce" | "no iterations";
}

const accepted = "235 welcome";
const refused = "535 go away";
const encode = (text: string) => Buffer.from(text, "latin1").toString("base64");
const decode = (text: string) => Buffer.from(text, "base64").toString("latin1");
const ask = (challenge: string, answer: (text: string) => Act | readonly Act[]): readonly Act[] => [
  `334 ${encode(challenge)}`,
  { kind: "ask", answer: ({ line }) => line === "*" ? "501 cancelled" : answer(decode(line)) },
];

/** Answers AUTH for one user. */
export function acceptsLogin(login: Login): Answer {
  const { user, pass } = login;
  const judge = (isRight: boolean) => isRight ? accepted : refused;
  return ({ line }) => {
    const [, mechanism = "", initial] = line.split(" ");
    switch (mechanism.toUpperCase()) {
      case "PLAIN": {
        const take = (message: string) => judge(message === `\0${user}\0${pass}`);
        return initial === undefined ? ask("", take) : take(decode(initial));
      }
      case "LOGIN":
        return ask("Username:", (name) => ask("Password:", (word) => judge(name === user && word === pass)));
      case "CRAM-MD5": {
        const challenge = "<1.2@mx.test>";
        const digest = createHmac("md5", pass).update(challenge).digest("hex");
        return ask(challenge, (answer) => judge(answer === `${user} ${digest}`));
      }
      case "SCRAM-SHA-256":
        return initial === undefined ? ask("", (first) => scram(first, login)) : scram(decode(initial), login);
      default:
        return "504 unknown mechanism";
    }
  };
}

function scram(clientFirst: string, { pass, lie }: Login): readonly Act[] {
  const hmac = (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest();
  const bare = clientFirst.replace(/^[^,]*,[^,]*,/, "");
  const nonce = lie === "own nonce" ? "serveronly" : `${/r=([^,]*)/.exec(bare)?.[1]}server`;
  const salt = Buffer.from("some salt");
  const rounds = lie === "no iterations" ? 0 : 16;
  const serverFirst = `r=${nonce},s=${salt.toString("base64")},i=${rounds}`;
  const salted = pbkdf2Sync(pass, salt, Math.max(1, rounds), 32, "sha256");
  return ask(serverFirst, (clientFinal) => {
    const withoutProof = clientFinal.replace(/,p=.*$/, "");
    const message = `${bare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, "Client Key");
    const signature = hmac(createHash("sha256").update(clientKey).digest(), message);
    const proof = Buffer.from(clientKey.map((octet, index) => octet ^ (signature[index] ?? 0))).toString("base64");
    if (!clientFinal.endsWith(`,p=${proof}`) || withoutProof !== `c=biws,r=${nonce}`) return refused;
    if (lie === "no signature") return accepted;
    const right = hmac(hmac(salted, "Server Key"), message).toString("base64");
    return ask(`v=${lie === "wrong signature" ? encode("x".repeat(32)) : right}`, () => accepted);
  });
}
