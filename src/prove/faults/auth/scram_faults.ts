/** Faults of SCRAM. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { wrongCredentials } from "../../../reference/server/mechanisms.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { challenging, evaluating, type Evaluation, welcome } from "./mechanism_mutations.ts";

const scramFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: Evaluation,
): Fault => scramMutation(id, description, caughtBy, evaluating("SCRAM-SHA-256", change));

const scramMutation = (id: string, description: string, caughtBy: readonly string[], mutation: Mutation): Fault => ({
  id: `scram-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["auth/scram"],
  mutation,
});

const scramVariant = (name: string) => `auth/scram/broken-exchange[${name}]`;

/** SCRAM. */
export const scramFaults: readonly Fault[] = [
  scramFault(
    "proof",
    "does not check the proof",
    [scramVariant("wrong-proof"), scramVariant("empty-proof")],
    (response, right, step) => step === 1 && /,p=(A+=)?$/.test(response) ? welcome : right(response),
  ),
  scramFault(
    "nonce",
    "treats the client's nonce as the whole nonce",
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
    "ignores an extension that it must know",
    [scramVariant("mandatory-extension")],
    (response, right, step) => step === 0 && response.startsWith("n,,m=") ? welcome : right(response),
  ),
  scramFault("flag", "ignores the flag of the channel binding", [
    scramVariant("unknown-flag"),
    scramVariant("unknown-binding"),
  ], (response, right, step) => step === 0 && /^[px]/.test(response) ? welcome : right(response)),
  scramFault(
    "server-proof",
    "sends a wrong proof of its own",
    ["auth/scram/server-proof", "auth/scram/right-password"],
    (response, right, step) => {
      const outcome = right(response);
      return step === 1 && outcome.kind === "challenge"
        ? { ...outcome, text: outcome.text.replace(/^v=..../, "v=AAAA") }
        : outcome;
    },
  ),
  scramFault(
    "optional",
    "fails at an optional extension",
    ["auth/scram/optional-extension"],
    (response, right, step) => step === 0 && response.includes(",x=") ? wrongCredentials : right(response),
  ),
  scramFault("no-salt", "sends no salt", ["auth/scram/server-first-message"], (response, right, step) => {
    const outcome = right(response);
    return step === 0 && outcome.kind === "challenge" && response.includes("abcdefghijklmnop")
      ? { ...outcome, text: outcome.text.replace(/,s=[^,]*/, "") }
      : outcome;
  }),
  onlyWarned(
    scramFault(
      "iterations",
      "asks for 1000 iterations",
      ["auth/scram/server-first-message"],
      (response, right, step) => {
        const outcome = right(response);
        return step === 0 && outcome.kind === "challenge" && response.includes("abcdefghijklmnop")
          ? { ...outcome, text: outcome.text.replace("i=4096", "i=1000") }
          : outcome;
      },
    ),
  ),
  scramFault("nonce-begin", "compares the nonce up to its own length", [
    scramVariant("other-nonce"),
    scramVariant("empty-nonce"),
  ], (response, right, step) => step === 1 && /,r=([^,]*other)?,/.test(response) ? welcome : right(response)),
  scramFault("binding-begin", "does not look at the end of the channel binding", [
    scramVariant("binding-data"),
    scramVariant("empty-binding"),
  ], (response, right, step) => step === 1 && /^c=(biwsAAAA)?,/.test(response) ? welcome : right(response)),
  scramFault(
    "binding-constant",
    "requires one channel binding whatever the client began with",
    [scramVariant("flag-changed")],
    (response, right, step) =>
      step === 0 && response.startsWith("y,,") ? right(`n${response.slice(1)}`) : right(response),
  ),
  scramFault(
    "final-extension",
    "ignores in the second message an extension that it must know",
    ["auth/scram/late-extension"],
    (response, right, step) => step === 1 && response.includes(",m=") ? welcome : right(response),
  ),
  scramFault(
    "order",
    "reads the fields of the first message in any order",
    ["auth/scram/field-order"],
    (response, right, step) => step === 0 && response.startsWith("n,,r=") ? welcome : right(response),
  ),
  scramFault(
    "escape",
    "ignores = in a user name where neither 2C nor 3D follows",
    [scramVariant("bad-escape")],
    (response, right, step) => step === 0 && /n=[^,]*=,/.test(response) ? welcome : right(response),
  ),
  scramFault(
    "no-flag",
    "treats a missing flag as n",
    [scramVariant("no-flag")],
    (response, right, step) => step === 0 && response.startsWith(",,") ? welcome : right(response),
  ),
  scramFault(
    "authzid",
    "ignores the authorization identity",
    [scramVariant("foreign-identity")],
    (response, right, step) => step === 0 && response.includes(",a=") ? welcome : right(response),
  ),
  scramFault("unknown-user", "authenticates unknown users", [
    "auth/scram/wrong-credentials[unknown-user]",
    "auth/scram/wrong-credentials[unknown-user-empty]",
  ], (response, right, step) => step === 0 && response.includes("no-such-user") ? welcome : right(response)),
  scramMutation("sha-1-lenient", "checks nothing in SCRAM-SHA-1", [
    scramVariant("sha-1-empty-proof"),
    scramVariant("sha-1-wrong-proof"),
    scramVariant("sha-1-other-binding"),
    scramVariant("sha-1-own-nonce"),
    scramVariant("sha-1-extension"),
    "auth/scram/wrong-credentials[sha-1]",
    "auth/scram/wrong-credentials[sha-1-unknown-user]",
  ], evaluating("SCRAM-SHA-1", () => welcome)),
  scramFault("password", "accepts any password", [
    "auth/scram/wrong-credentials[sha-256]",
    "auth/scram/wrong-credentials[empty-password]",
  ], (response, right, step) => {
    const outcome = right(response);
    const isWhole = /^c=biws,r=[^,]+,p=[^,]+$/.test(response);
    return step === 1 && outcome.kind === "failure" && isWhole ? welcome : outcome;
  }),
  scramFault("asks-on", "answers what it cannot read by asking on", [
    "auth/scram/empty-field[user]",
    "auth/scram/empty-nonce",
    ...["empty", "flag-alone", "no-nonce", "no-user", "one-comma", "plain"].map((name) =>
      `auth/scram/malformed-message[${name}]`
    ),
    ...["empty", "no-proof", "no-nonce", "no-letter", "first"].map((name) =>
      `auth/scram/malformed-second-message[${name}]`
    ),
  ], (response, right, step) => {
    const outcome = right(response);
    const next = { mechanism: "SCRAM-SHA-256", evaluate: () => wrongCredentials };
    return outcome.kind === "failure" && step < 2 ? { kind: "challenge", text: "", exchange: next } : outcome;
  }),
  scramMutation(
    "prompts",
    "sends text in place of the empty challenge",
    ["auth/scram/empty-challenge"],
    challenging("SCRAM-SHA-256", () => "go on"),
  ),
  scramFault(
    "nonce-constant",
    "continues the client's nonce in the same way each time",
    ["auth/scram/fresh-nonce"],
    (response, right, step) => {
      const outcome = right(response);
      return step === 0 && outcome.kind === "challenge"
        ? { ...outcome, text: outcome.text.replace(/^(r=abcdefghijklmnop)[^,]*/, "$1xyz") }
        : outcome;
    },
  ),
  scramFault(
    "optional-second",
    "fails at an optional extension in the second message",
    ["auth/scram/optional-extension[second-message]"],
    (response, right, step) => step === 1 && response.includes(",x=") ? wrongCredentials : right(response),
  ),
  {
    ...scramMutation(
      "y-flag",
      "authenticates a client that was made to believe there is no -PLUS",
      ["auth/scram/hidden-plus"],
      evaluating("SCRAM-SHA-256", (response, right) => response.startsWith("y,") ? welcome : right(response)),
    ),
    choice: "scram-plus",
  },
];

/** Lets a client in whose last message repeats its own nonce alone. */
function nonceUnchecked(): Evaluation {
  const nonces = new Set<string | undefined>();
  return (response, right, step) => {
    const nonce = /,r=([^,]*)/.exec(response)?.[1];
    if (step === 0) nonces.add(nonce);
    return step === 1 && nonces.has(nonce) ? welcome : right(response);
  };
}
