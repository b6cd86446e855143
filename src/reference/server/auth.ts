/** AUTH (RFC 4954 §4): the command, the responses, and base64. */
import { Buffer } from "node:buffer";
import type { Context, Handler, Mechanism } from "./behaviour.ts";
import { reply } from "./reply.ts";
import { type Exchange, replyWith, type SaslStep, type State, type Turn } from "./state.ts";

/** Begins an exchange. */
export const auth: Handler = (state, argument, context) => {
  const { behaviour } = context;
  if (state.hello === undefined) return replyWith(state, reply("503 5.5.1", "Send EHLO first"));
  if (state.user !== undefined) return replyWith(state, reply("503 5.5.1", "You are authenticated already"));
  if (state.sender !== undefined) return replyWith(state, reply("503 5.5.1", "Not within a transaction"));
  const [name = "", initial, ...more] = argument.split(" ");
  if (name === "" || more.length > 0) return replyWith(state, reply("501 5.5.4", "AUTH needs the name of a mechanism"));
  const mechanism = behaviour.mechanisms.get(name.toUpperCase());
  if (mechanism === undefined || !isThere(mechanism, state)) {
    return replyWith(state, reply("504 5.5.4", "The mechanism is not on offer"));
  }
  const exchange = mechanism.start(context, state);
  if (initial === undefined) return challenge(state, mechanism.challenge(exchange), exchange);
  if (mechanism.isServerFirst) return replyWith(state, reply("501 5.7.0", "The server speaks first in this mechanism"));
  // RFC 4954 §4: "=" is a response that is there and empty.
  const response = initial === "=" ? "" : behaviour.decodeBase64(initial);
  return response === undefined ? replyWith(state, notBase64) : settle(state, exchange.evaluate(response));
};

/** Says whether a mechanism is on offer to the client of a session. */
export function isThere({ needsTls, needsCertificate = false }: Mechanism, { isTls, certified }: State): boolean {
  return (isTls || !needsTls) && (certified !== undefined || !needsCertificate);
}

const notBase64 = reply("501 5.5.2", "That is not base64");

/** Takes a response. */
export function respond(state: State, exchange: Exchange, line: string, { behaviour }: Context): Turn {
  if (line === "*") return replyWith(state, reply("501 5.7.0", "Cancelled"));
  if (line.length + 2 > behaviour.sizes.response) {
    return replyWith(state, reply("500 5.5.6", "The response is too long"));
  }
  const response = behaviour.decodeBase64(line);
  return response === undefined ? replyWith(state, notBase64) : settle(state, exchange.evaluate(response));
}

function challenge(state: State, text: string, exchange: Exchange): Turn {
  const encoded = btoa(text);
  return { ...replyWith(state, reply("334", encoded)), next: { kind: "response", exchange } };
}

function settle(state: State, step: SaslStep): Turn {
  switch (step.kind) {
    case "challenge":
      return challenge(state, step.text, step.exchange);
    case "success":
      return replyWith({ ...state, user: step.user }, reply("235 2.7.0", "Welcome"));
    case "failure":
      return replyWith(state, step.reply);
  }
}

/** Decodes base64 strictly (RFC 4954 §4: padding at the end only, no other character); undefined if it is none. */
export function decodeBase64(text: string): string | undefined {
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return isBase64 ? Buffer.from(text, "base64").toString("latin1") : undefined;
}
