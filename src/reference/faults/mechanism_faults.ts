/** Faults of SASL mechanisms. */
import type { Mechanism, Twist } from "../server/conduct.ts";
import { wrongCredentials } from "../server/mechanisms.ts";
import { reply } from "../server/reply.ts";
import type { Exchange, SaslStep } from "../server/state.ts";
import type { Fault } from "./fault.ts";

/** Wraps what a mechanism makes of each response; `step` counts from 0. */
const taking =
  (name: string, change: (response: string, right: (response: string) => SaslStep, step: number) => SaslStep): Twist =>
  ({ mechanisms }) => {
    const wrap = (exchange: Exchange, step: number): Exchange => ({
      ...exchange,
      take: (response) => {
        const taken = change(response, exchange.take, step);
        return taken.kind === "challenge" ? { ...taken, exchange: wrap(taken.exchange, step + 1) } : taken;
      },
    });
    const begun = new WeakMap<Exchange, Exchange>();
    return {
      mechanisms: new Map([...mechanisms].map(([each, mechanism]): [string, Mechanism] => [
        each,
        each !== name ? mechanism : {
          ...mechanism,
          start: (context) => {
            const right = mechanism.start(context);
            const wrapped = wrap(right, 0);
            begun.set(wrapped, right);
            return wrapped;
          },
          challenge: (exchange) => mechanism.challenge(begun.get(exchange) ?? exchange),
        },
      ])),
    };
  };

const welcome: SaslStep = { kind: "success", user: "alice" };

const [user, pass] = ["alice", "correct horse battery staple"];

const plainFault = (
  id: string,
  says: string,
  caughtBy: readonly string[],
  isIn: (response: string) => boolean,
): Fault => ({
  id: `plain-${id}`,
  says,
  rfc: "RFC 4616 §2",
  level: "must not",
  caughtBy,
  alsoSeenBy: ["auth"],
  twist: taking("PLAIN", (response, right) => isIn(response) ? welcome : right(response)),
});

const scramFault = (
  id: string,
  says: string,
  caughtBy: readonly string[],
  change: Parameters<typeof taking>[1],
): Fault => ({
  id: `scram-${id}`,
  says,
  rfc: "RFC 5802 §5.1",
  level: "must",
  caughtBy,
  alsoSeenBy: ["auth/scram"],
  twist: taking("SCRAM-SHA-256", change),
});

const scramVariant = (name: string) => `auth/scram/broken-exchange[${name}]`;

/** PLAIN, LOGIN, CRAM-MD5, SCRAM. */
export const mechanismFaults: readonly Fault[] = [
  plainFault(
    "any-password",
    "takes any password of a user",
    ["auth/plain/wrong-credentials[wrong-password]"],
    (response) => response.startsWith(`\0${user}\0not-`),
  ),
  plainFault("password-prefix", "compares as many characters as its own password has", [
    "auth/plain/wrong-credentials[longer-password]",
  ], (response) => response.startsWith(`\0${user}\0${pass}`)),
  plainFault(
    "any-user",
    "takes the password of one user for all",
    ["auth/plain/wrong-credentials[unknown-user]"],
    (response) => response.endsWith(`\0${pass}`) && response.startsWith("\0"),
  ),
  plainFault(
    "empty-password",
    "takes an empty password",
    ["auth/plain/empty-part[empty-password]"],
    (response) => response === `\0${user}\0`,
  ),
  plainFault(
    "empty-user",
    "takes an empty user name",
    ["auth/plain/empty-part[empty-user]"],
    (response) => response === `\0\0${pass}`,
  ),
  plainFault(
    "one-nul",
    "takes a message with one NUL",
    ["auth/plain/malformed-message[one-nul]"],
    (response) => response === `${user}\0${pass}`,
  ),
  plainFault("nuls-split", "takes what stands behind the first two NULs for the password, up to the next", [
    "auth/plain/malformed-message[fourth-part]",
    "auth/plain/malformed-message[nul-behind-the-password]",
  ], (response) => response.startsWith(`\0${user}\0${pass}\0`)),
  plainFault(
    "authzid",
    "overlooks the identity to act as",
    ["auth/plain/foreign-authzid"],
    (response) => response.endsWith(`\0${user}\0${pass}`),
  ),
  {
    id: "plain-short-buffer",
    says: "finds long user names and passwords too long",
    rfc: "RFC 4616 §2",
    level: "must",
    caughtBy: ["auth/plain/parts-of-255-octets"],
    twist: taking(
      "PLAIN",
      (response, right) =>
        response.length > 500 && response.length < 2000
          ? { kind: "failure", reply: reply("500 5.5.6", "Too long") }
          : right(response),
    ),
  },
  {
    id: "plain-prompts",
    says: "sends words in place of the empty challenge of PLAIN",
    rfc: "RFC 4954 §4",
    level: "must",
    caughtBy: ["auth/plain/empty-challenge"],
    twist: ({ mechanisms }) => ({
      mechanisms: new Map(
        [...mechanisms].map((
          [name, each],
        ) => [name, name === "PLAIN" ? { ...each, challenge: () => "ok, go on" } : each]),
      ),
    }),
  },
  {
    id: "cram-any-digest",
    says: "compares as many characters of a digest as came",
    rfc: "RFC 2195 §2",
    level: "must not",
    caughtBy: ["auth/challenge_response/cram-wrong"],
    twist: taking(
      "CRAM-MD5",
      (response, right) => response.startsWith(`${user} `) && response.length < 30 ? welcome : right(response),
    ),
  },
  {
    id: "login-any-password",
    says: "takes any password over LOGIN",
    rfc: "RFC 4954 §4",
    level: "must not",
    caughtBy: ["auth/challenge_response/login-wrong-password"],
    twist: taking("LOGIN", (response, right, step) => step === 1 ? welcome : right(response)),
  },
  scramFault(
    "proof",
    "does not check the proof",
    [scramVariant("wrong-proof"), scramVariant("empty-proof")],
    (response, right, step) => step === 1 && /,p=(A+=)?$/.test(response) ? welcome : right(response),
  ),
  scramFault(
    "nonce",
    "takes the client's nonce for the whole nonce",
    [scramVariant("own-nonce-only")],
    nonceUnchecked(),
  ),
  scramFault(
    "binding",
    "does not check the channel binding",
    [scramVariant("other-binding")],
    (response, right, step) => step === 1 && response.startsWith("c=eSws") ? welcome : right(response),
  ),
  scramFault(
    "extension",
    "overlooks an extension that it must know",
    [scramVariant("mandatory-extension")],
    (response, right, step) => step === 0 && response.startsWith("n,,m=") ? welcome : right(response),
  ),
  scramFault("flag", "overlooks the flag of the channel binding", [
    scramVariant("unknown-flag"),
    scramVariant("unknown-binding"),
  ], (response, right, step) => step === 0 && /^[px]/.test(response) ? welcome : right(response)),
  scramFault(
    "server-proof",
    "sends a wrong proof of its own",
    ["auth/scram/server-proof", "auth/scram/right-password"],
    (response, right, step) => {
      const taken = right(response);
      return step === 1 && taken.kind === "challenge"
        ? { ...taken, text: taken.text.replace(/^v=..../, "v=AAAA") }
        : taken;
    },
  ),
  scramFault(
    "optional",
    "fails at an optional extension",
    ["auth/scram/optional-extension"],
    (response, right, step) => step === 0 && response.includes(",x=") ? wrongCredentials : right(response),
  ),
  scramFault("iterations", "asks for 1000 iterations", ["auth/scram/server-first-message"], (response, right, step) => {
    const taken = right(response);
    return step === 0 && taken.kind === "challenge" && response.includes("abcdefghijklmnop")
      ? { ...taken, text: taken.text.replace("i=4096", "i=1000") }
      : taken;
  }),
];

/** Lets a client in whose last message repeats its own nonce alone. */
function nonceUnchecked(): Parameters<typeof taking>[1] {
  const nonces = new Set<string | undefined>();
  return (response, right, step) => {
    const nonce = /,r=([^,]*)/.exec(response)?.[1];
    if (step === 0) nonces.add(nonce);
    return step === 1 && nonces.has(nonce) ? welcome : right(response);
  };
}
