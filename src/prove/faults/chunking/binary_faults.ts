/** Faults of BINARYMIME. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { onVerb, refuseArgument } from "../../mutations.ts";

const refused = (id: string, description: string, glob: string, form: RegExp): Fault => ({
  id,
  description,
  caughtBy: [`chunking/binarymime/${glob}`],
  alsoSeenBy: ["chunking/binarymime"],
  mutation: refuseArgument("MAIL", form, "501 5.5.4"),
});

/** Changes the octets of the chunks of a binary message. */
const changed = (id: string, description: string, variant: string, change: (octets: string) => string): Fault => ({
  id,
  description,
  caughtBy: [`chunking/binarymime/all-octets[${variant}]`],
  alsoSeenBy: ["chunking/binarymime"],
  mutation: ({ endChunk }) => ({
    endChunk: (state, chunk, octets, context) =>
      endChunk(state, chunk, state.sender?.body === "BINARYMIME" ? change(octets) : octets, context),
  }),
});

/** Binary messages. */
export const binaryFaults: readonly Fault[] = [
  refused("binarymime-refused", "offers BINARYMIME and refuses it", "value", /BODY=BINARYMIME/i),
  refused("binarymime-capitals", "recognizes BINARYMIME in upper case only", "value[lower-case]", /binarymime/),
  refused("binarymime-short-lines", "accepts no BODY=BINARYMIME after a long path", "longest-line", /^.{200,} BODY=/i),
  {
    id: "binarymime-by-data",
    description: "accepts DATA for a binary message",
    caughtBy: ["chunking/binarymime/no-data"],
    mutation: onVerb("DATA", (right) => (state, argument, context) =>
      right(
        state.sender === undefined ? state : { ...state, sender: { ...state.sender, body: "8BITMIME" } },
        argument,
        context,
      )),
  },
  changed("binary-control", "discards backspaces", "controls", (octets) => octets.replaceAll("\b", "")),
  changed("binary-nul", "ends a string at NUL", "nul", (octets) => octets.replaceAll("\0", "")),
  changed("binary-cr", "makes lines of bare CRs", "bare-cr", (octets) => octets.replace(/\r(?!\n)/g, "\r\n")),
  changed(
    "binary-seven-bits",
    "clears the eighth bit",
    "high",
    (octets) => octets.replace(/[\x80-\xff]/g, (each) => String.fromCharCode(each.charCodeAt(0) & 0x7f)),
  ),
  changed("binary-utf8", "reads octets as UTF-8", "high", (octets) => octets.replace(/[\x80-\xff]/g, "\xef\xbf\xbd")),
  changed("binary-dots", "removes dots", "dots", (octets) => octets.replaceAll("\r\n.", "\r\n")),
  {
    id: "binary-lines",
    description: "applies the rules for lines to binary messages",
    caughtBy: ["chunking/binarymime/long-line", "chunking/binarymime/all-octets[bare-cr]"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        refuseMessage(
          content,
          state.sender === undefined ? state : { ...state, sender: { ...state.sender, body: "8BITMIME" } },
          context,
        ),
    }),
  },
  {
    id: "binary-encoding-refused",
    description: "refuses a binary encoding without BODY=BINARYMIME",
    caughtBy: ["chunking/binarymime/encoding-without-body"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        /^Content-Transfer-Encoding: binary/mi.test(content) && state.sender?.body !== "BINARYMIME"
          ? reply("550 5.6.1", "Send BODY=BINARYMIME")
          : refuseMessage(content, state, context),
    }),
  },
];
