/** The server side of the mechanisms without a password: ANONYMOUS and EXTERNAL. Texts are decoded. */
import type { Mechanism } from "./behaviour.ts";
import { isUtf8Text } from "./path.ts";
import { reply } from "./reply.ts";

/** ANONYMOUS (RFC 4505 §2): a trace, which is an address, up to 255 characters without "@", or nothing. */
export const anonymous: Mechanism = {
  isServerFirst: false,
  needsTls: false,
  challenge: () => "",
  start: () => ({
    mechanism: "ANONYMOUS",
    evaluate: (trace) => {
      const characters = isUtf8Text(trace) ? [...new TextDecoder().decode(octetsOf(trace))] : undefined;
      const isTrace = characters !== undefined && !/\p{Cc}/u.test(characters.join("")) &&
        (trace.includes("@") || characters.length <= 255);
      return isTrace
        ? { kind: "success", user: "anonymous" }
        : { kind: "failure", reply: reply("501 5.5.2", "That is no trace") };
    },
  }),
};

/** EXTERNAL (RFC 4422 §A.1): the user whose certificate the client showed, by his name or by an empty one. */
export const external: Mechanism = {
  isServerFirst: false,
  needsTls: true,
  needsCertificate: true,
  challenge: () => "",
  start: (_, { certified }) => ({
    mechanism: "EXTERNAL",
    evaluate: (identity) =>
      certified !== undefined && (identity === "" || identity === certified)
        ? { kind: "success", user: certified }
        : { kind: "failure", reply: reply("535 5.7.8", "The credentials outside of the exchange are others") },
  }),
};

const octetsOf = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));
