/** Where the RFCs of AUTH leave room: each way in which a right server may differ from ours. */
import { anonymous, external } from "../../reference/server/anonymous.ts";
import type { Mechanism, Mutation } from "../../reference/server/behaviour.ts";
import { reply } from "../../reference/server/reply.ts";
import { scram } from "../../reference/server/scram.ts";
import type { Choice } from "../fault.ts";
import { evaluating } from "../faults/auth/mechanism_mutations.ts";
import { offering, replyInstead } from "../mutations.ts";

const having = (...more: readonly (readonly [name: string, mechanism: Mechanism])[]): Mutation => ({ mechanisms }) => ({
  mechanisms: new Map([...mechanisms, ...more]),
});

/** AUTH. */
export const authChoices: readonly Choice[] = [
  {
    id: "anonymous",
    description: "authenticates everybody over ANONYMOUS",
    rfc: "RFC 4505 §2",
    areas: ["auth"],
    mutation: having(["ANONYMOUS", anonymous]),
  },
  {
    id: "external",
    description: "offers EXTERNAL to clients without a certificate too",
    rfc: "RFC 4422 §A.1",
    areas: ["auth"],
    mutation: having(["EXTERNAL", { ...external, needsCertificate: false }]),
  },
  {
    id: "scram-plus",
    description: "binds SCRAM-SHA-256 to the channel where a client asks for it",
    rfc: "RFC 5802 §6",
    areas: ["auth"],
    mutation: having(["SCRAM-SHA-256", scram("sha256", "elsewhere")], [
      "SCRAM-SHA-256-PLUS",
      scram("sha256", "demanded"),
    ]),
  },
  {
    id: "auth-gone-after-login",
    description: "offers AUTH no more after a login",
    rfc: "RFC 4954 §4",
    areas: ["auth"],
    mutation: offering((lines, { user }) =>
      user === undefined ? lines : lines.filter((line) => !line.startsWith("AUTH"))
    ),
  },
  {
    id: "auth-long-buffer",
    description: "sets no limit to responses",
    rfc: "RFC 4954 §4",
    areas: ["auth"],
    mutation: ({ sizes }) => ({ sizes: { ...sizes, response: Infinity, commandLine: () => Infinity } }),
  },
  {
    id: "auth-535-for-all",
    description: "fails every login in the same words, a message that cannot be read too",
    rfc: "RFC 4954 §4",
    areas: ["auth"],
    mutation: evaluating(
      "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256",
      (response, right) => {
        const taken = right(response);
        return taken.kind === "failure" ? { kind: "failure", reply: reply("535 5.7.8", "No") } : taken;
      },
    ),
  },
  {
    id: "scram-error-message",
    description: "explains in a last challenge of SCRAM why it fails",
    rfc: "RFC 5802 §7",
    areas: ["auth"],
    mutation: evaluating("SCRAM-SHA-1 SCRAM-SHA-256", (response, right, step) => {
      const taken = right(response);
      if (taken.kind !== "failure" || (step > 0 && response === "")) return taken;
      return {
        kind: "challenge",
        text: "e=other-error",
        exchange: { mechanism: "SCRAM", evaluate: () => taken },
      };
    }),
  },
  {
    id: "auth-538-in-the-clear",
    description: "answers mechanisms that need TLS with 538",
    rfc: "RFC 4954 §6",
    areas: ["auth"],
    mutation: replyInstead("AUTH", /504/, "538 5.7.11", "Encryption required"),
  },
];
