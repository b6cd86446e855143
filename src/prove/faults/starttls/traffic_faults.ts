/** Faults of traffic inside TLS: large content, and clients that are gone. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { anew, just } from "../../mutations.ts";

const recordOctets = 16384; // RFC 8446 §5.1

/** Traffic. */
export const trafficFaults: readonly Fault[] = [
  {
    id: "tls-large-message",
    description: "refuses a message of more than 60000 octets inside TLS",
    caughtBy: ["starttls/traffic/message"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        state.isTls && content.length > 60_000
          ? reply("552 5.3.4", "The message is too big")
          : refuseMessage(content, state, context),
    }),
  },
  {
    id: "tls-large-chunk",
    description: "does not answer a chunk of more than one record inside TLS",
    caughtBy: ["starttls/traffic/chunk[records]", "starttls/traffic/chunk[not-last]"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        state.isTls && octets.length > recordOctets ? just(state) : endChunk(state, chunk, octets, context),
    }),
  },
  {
    id: "tls-dies-with-a-client",
    description: "dies when a client is gone in the middle of a text",
    caughtBy: ["starttls/traffic/client-gone[in-the-text+closed]", "starttls/traffic/client-gone[in-the-text+reset]"],
    isSequential: true,
    mutation: anew(() => {
      let isDead = false; // until a supervisor starts it again
      return ({ findEnd, flawOf, refuseLine }) => ({
        findEnd: (text, from, read) => {
          isDead ||= text.endsWith("half a li");
          return findEnd(text, from, read);
        },
        flawOf: (line) => isDead ? "dead" : flawOf(line),
        refuseLine: (state, why) => {
          if (why !== "dead") return refuseLine(state, why);
          isDead = false;
          return { ...just(state), next: { kind: "close" } };
        },
      });
    }),
  },
];
