/** The server side of OAUTHBEARER and XOAUTH2. Texts are decoded. */
import type { Host, Mechanism } from "./behaviour.ts";
import { reply } from "./reply.ts";
import type { SaslStep } from "./state.ts";

const refusal: SaslStep = { kind: "failure", reply: reply("535 5.7.8", "The token is wrong") };

/** Reports an error, and fails once the client has acknowledged it (RFC 7628 §3.2.2, §3.2.3). */
const report = (mechanism: string, status: string): SaslStep => ({
  kind: "challenge",
  text: JSON.stringify({ status, scope: "mail" }),
  exchange: { mechanism, evaluate: () => refusal },
});

/** Ends each key and value. */
const separator = "\x01";

/** OAUTHBEARER (RFC 7628 §3.1). */
export const oauthBearer: Mechanism = {
  isServerFirst: false,
  needsTls: true,
  challenge: () => "",
  start: ({ host }) => ({
    mechanism: "OAUTHBEARER",
    evaluate: (response) => {
      const [header = "", ...pairs] = response.split(separator);
      const [, user] = /^[ny],(?:a=([^,]*))?,$/.exec(header) ?? [];
      // The last pair has its separator, and one more ends the message.
      const isWhole = pairs.length >= 2 && pairs.slice(-2).every((pair) => pair === "") &&
        pairs.slice(0, -2).every((pair) => /^[A-Za-z]+=[\t\r\n -~]*$/.test(pair));
      const [, token] = /^auth=Bearer (.*)$/.exec(pairs.find((pair) => pair.startsWith("auth=")) ?? "") ?? [];
      return (isWhole ? verify(host, user, token) : undefined) ?? report("OAUTHBEARER", "invalid_token");
    },
  }),
};

/** XOAUTH2: no RFC has it; it is what OAUTHBEARER was made from. */
export const xoauth2: Mechanism = {
  isServerFirst: false,
  needsTls: true,
  challenge: () => "",
  start: ({ host }) => ({
    mechanism: "XOAUTH2",
    evaluate: (response) => {
      const [first = "", second = "", ...rest] = response.split(separator);
      const [, user] = /^user=(.*)$/.exec(first) ?? [];
      const [, token] = /^auth=Bearer (.*)$/.exec(second) ?? [];
      return (rest.join() === "," ? verify(host, user, token) : undefined) ?? report("XOAUTH2", "400");
    },
  }),
};

function verify(host: Host, user: string | undefined, token: string | undefined): SaslStep | undefined {
  const owner = [...host.tokens].find(([, each]) => each === token)?.[0];
  const isRight = owner !== undefined && (user === owner || user === undefined);
  return isRight ? { kind: "success", user: owner } : undefined;
}
