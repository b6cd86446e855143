/** MAIL (RFC 5321 §4.1.1.2) and its parameters. */
import type { Handler, ParameterRules } from "./behaviour.ts";
import { bad, decodeXtext, isPrintable, refuseParameters } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";
import type { PathRules } from "./path.ts";
import { reply } from "./reply.ts";
import { replyWith, type Sender, type State } from "./state.ts";
import { isSubmission } from "./submission.ts";

/** Begins a transaction. */
export const mail: Handler = (state, argument, context) => {
  const { behaviour } = context;
  if (state.hello === undefined) return replyWith(state, reply("503 5.5.1", "Send EHLO first"));
  const text = /^FROM:[ \t]*(.*)$/is.exec(argument)?.[1];
  if (text === undefined) return replyWith(state, reply("501 5.5.4", "MAIL FROM:<reverse-path> is what I understand"));
  const isUtf8 = /> (?:.* )?SMTPUTF8(?: |$)/i.test(text);
  const read = behaviour.readPath(
    text,
    pathRules(behaviour.sizes, { isUtf8, mayBeNull: true, mayBePostmaster: false }),
  );
  if (read.kind === "malformed") return replyWith(state, reply("501 5.1.7", "The reverse-path is malformed"));
  if (read.kind === "too long") return replyWith(state, reply("501 5.1.7", `The ${read.what} is too long`));
  const parameters = behaviour.readParameters(read.rest, { isUtf8 });
  if (parameters === undefined) return replyWith(state, reply("501 5.5.4", "The parameters are malformed"));
  const refusal = refuseParameters(parameters, { rules: behaviour.mailParameters, state, context });
  if (refusal !== undefined) return replyWith(state, refusal);
  if (needsLogin(state)) return replyWith(state, reply("530 5.7.0", "Authentication required"));
  if (state.sender !== undefined) return replyWith(state, reply("503 5.5.1", "A transaction is open"));
  const incomplete = behaviour.refuseDomain(state, read.kind === "null" ? undefined : read.path);
  if (incomplete !== undefined) return replyWith(state, incomplete);
  const sender: Sender = {
    path: read.kind === "null" ? undefined : read.path,
    body: bodyOf(parameters),
    isUtf8,
    parameters,
  };
  return replyWith({ ...state, sender }, reply("250 2.1.0", "Sender accepted"));
};

/** A submission port lets nobody submit without a login (RFC 6409 §4.3). */
export function needsLogin(state: State): boolean {
  return isSubmission(state) && state.user === undefined;
}

/** Makes the rules for a path of MAIL or RCPT. */
export function pathRules(
  sizes: { readonly localPart: number; readonly domain: number; readonly path: number },
  rules: Pick<PathRules, "isUtf8" | "mayBeNull" | "mayBePostmaster">,
): PathRules {
  return {
    ...rules,
    maxLocalPartOctets: sizes.localPart,
    maxDomainOctets: sizes.domain,
    maxPathOctets: sizes.path,
  };
}

/** The parameters of MAIL. */
export const mailParameters: ParameterRules = new Map([
  [
    "SIZE",
    (value, { behaviour }) =>
      // RFC 1870 §3: 1*20DIGIT
      !/^[0-9]{1,20}$/.test(value ?? "")
        ? bad("SIZE")
        : Number(value) > behaviour.sizes.message
        ? reply("552 5.3.4", "The message would be too big")
        : undefined,
  ],
  ["BODY", (value) => /^(7BIT|8BITMIME|BINARYMIME)$/i.test(value ?? "") ? undefined : bad("BODY")],
  ["SMTPUTF8", (value) => value === undefined ? undefined : bad("SMTPUTF8")],
  ["RET", (value) => /^(FULL|HDRS)$/i.test(value ?? "") ? undefined : bad("RET")],
  [
    "ENVID",
    (value, { behaviour }) =>
      value !== undefined && value.length <= 100 && behaviour.isXtext(value) && isPrintable(decodeXtext(value))
        ? undefined
        : bad("ENVID"),
  ],
  [
    "AUTH",
    (value, { behaviour }) =>
      value === "<>" || (value !== undefined && behaviour.isXtext(value)) ? undefined : bad("AUTH"),
  ],
]);

function bodyOf(parameters: readonly Parameter[]): Sender["body"] {
  const value = parameters.find(({ keyword }) => keyword === "BODY")?.value?.toUpperCase();
  return value === "8BITMIME" || value === "BINARYMIME" ? value : "7BIT";
}
