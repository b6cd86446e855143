/** EHLO, HELO and LHLO (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
import type { Context, Handler } from "./conduct.ts";
import { reply } from "./reply.ts";
import { type Hello, say, type State } from "./state.ts";

/** Lists the keywords of the reply to EHLO. */
export function offers(state: State, { conduct }: Context): string[] {
  const mechanisms = [...conduct.mechanisms].filter(([, { needsTls }]) => state.isTls || !needsTls);
  return [
    "PIPELINING",
    `SIZE ${conduct.sizes.message}`,
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
    const { conduct, host } = context;
    // RFC 2033 §4.1 has LHLO instead of the other two; RFC 2033 §5 keeps LMTP off the port of SMTP.
    if ((verb === "LHLO") !== (state.port === "lmtp")) return say(state, reply("500 5.5.1", "Command not recognized"));
    if (!conduct.isDomainOrLiteral(argument)) {
      return say(state, reply("501 5.5.4", `${verb} needs a domain or an address literal`));
    }
    const greeted = { ...conduct.forget(state, "hello"), hello: { verb, name: argument } };
    const lines = verb === "HELO" ? [] : conduct.offers(greeted, context);
    return say(greeted, reply("250", `${host.domain} greets you`, ...lines));
  };
}
