/** EHLO, HELO and LHLO (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
import { isThere } from "./auth.ts";
import type { Context, Handler } from "./behaviour.ts";
import { reply } from "./reply.ts";
import { type Hello, replyWith, type State } from "./state.ts";

/** Lists the keywords of the reply to EHLO. */
export function offers(state: State, { behaviour }: Context): string[] {
  const mechanisms = [...behaviour.mechanisms].filter(([, mechanism]) => isThere(mechanism, state));
  return [
    "PIPELINING",
    `SIZE ${behaviour.sizes.message}`,
    "8BITMIME",
    "SMTPUTF8",
    "ENHANCEDSTATUSCODES",
    "DSN",
    "CHUNKING",
    "BINARYMIME",
    ...(state.isTls ? [] : ["STARTTLS"]), // RFC 3207 §4.2
    ...(state.port === "lmtp" ? [] : [`AUTH ${mechanisms.map(([name]) => name).join(" ")}`]),
    "VRFY",
    "EXPN",
    "HELP",
  ];
}

/** Makes the handler of one of the three verbs. */
export function greetBack(verb: Hello["verb"]): Handler {
  return (state, argument, context) => {
    const { behaviour, host } = context;
    // RFC 2033 §4.1 has LHLO instead of the other two; RFC 2033 §5 keeps LMTP off the port of SMTP.
    if ((verb === "LHLO") !== (state.port === "lmtp")) {
      return replyWith(state, reply("500 5.5.1", "Command not recognized"));
    }
    if (!behaviour.isDomainOrLiteral(argument)) {
      return replyWith(state, reply("501 5.5.4", `${verb} needs a domain or an address literal`));
    }
    const greeted = { ...behaviour.reset(state, "hello"), hello: { verb, name: argument } };
    const lines = verb === "HELO" ? [] : behaviour.offers(greeted, context);
    return replyWith(greeted, reply("250", `${host.domain} greets you`, ...lines));
  };
}
