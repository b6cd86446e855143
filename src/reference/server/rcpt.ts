/** RCPT (RFC 5321 §4.1.1.3), its parameters, and whose address is whose. */
import type { Handler, Host, ParameterRules, Resolved } from "./behaviour.ts";
import { needsLogin, pathRules } from "./mail.ts";
import { bad, decodeXtext, isPrintable, refuseParameters } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";
import { type Path, unquote } from "./path.ts";
import { reply } from "./reply.ts";
import { replyWith, type State } from "./state.ts";

/** Adds a recipient to the transaction. */
export const rcpt: Handler = (state, argument, context) => {
  const { behaviour, host } = context;
  const text = /^TO:[ \t]*(.*)$/is.exec(argument)?.[1];
  if (text === undefined) return replyWith(state, reply("501 5.5.4", "RCPT TO:<forward-path> is what I understand"));
  if (needsLogin(state)) return replyWith(state, reply("530 5.7.0", "Authentication required"));
  const isUtf8 = state.sender?.isUtf8 ?? false;
  const read = behaviour.readPath(
    text,
    pathRules(behaviour.sizes, { isUtf8, mayBeNull: false, mayBePostmaster: true }),
  );
  if (state.sender === undefined) return replyWith(state, reply("503 5.5.1", "Send MAIL first"));
  if (read.kind === "malformed" || read.kind === "null") {
    return replyWith(state, reply("501 5.1.3", "The forward-path is malformed"));
  }
  if (read.kind === "too long") return replyWith(state, reply("501 5.1.3", `The ${read.what} is too long`));
  const parameters = behaviour.readParameters(read.rest, { isUtf8 });
  if (parameters === undefined) return replyWith(state, reply("501 5.5.4", "The parameters are malformed"));
  const refusal = refuseParameters(parameters, { rules: behaviour.rcptParameters, state, context });
  if (refusal !== undefined) return replyWith(state, refusal);
  if (state.recipients.length >= behaviour.sizes.recipients) {
    return replyWith(state, reply("452 4.5.3", "Too many recipients")); // RFC 5321 §4.5.3.1.10
  }
  const incomplete = behaviour.refuseDomain(state, read.path);
  if (incomplete !== undefined) return replyWith(state, incomplete);
  const resolved = behaviour.resolve(read.path, host);
  if (resolved.kind === "unknown") return replyWith(state, reply("550 5.1.1", "No such mailbox"));
  if (resolved.kind === "foreign" && state.user === undefined) {
    return replyWith(state, reply("550 5.7.1", "No relaying"));
  }
  return replyWith(take(state, { path: read.path, resolved, parameters }), reply("250 2.1.5", "Recipient accepted"));
};

interface Taken {
  readonly path: Path;
  readonly resolved: Resolved;
  readonly parameters: readonly Parameter[];
}

function take(state: State, { path, resolved, parameters }: Taken): State {
  const mailbox = resolved.kind === "mailbox" ? resolved.name : undefined;
  return { ...state, recipients: [...state.recipients, { path, mailbox, parameters }] };
}

/** Says whose an address is: local parts of ours have no case, and quotes make no difference (RFC 5321 §4.1.2). */
export function resolve({ localPart, domain }: Path, host: Host): Resolved {
  if (domain !== undefined && domain.toLowerCase() !== host.domain) return { kind: "foreign" };
  const name = unquote(localPart).toLowerCase();
  const members = host.lists.get(name);
  if (members !== undefined) return { kind: "list", members };
  return host.mailboxes.has(name) ? { kind: "mailbox", name } : { kind: "unknown" };
}

/** The parameters of RCPT. */
export const rcptParameters: ParameterRules = new Map([
  [
    "NOTIFY",
    (value) =>
      // RFC 3461 §4.1
      /^(NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY))*)$/i.test(value ?? "") ? undefined : bad("NOTIFY"),
  ],
  [
    "ORCPT",
    (value, { behaviour }) => behaviour.isOriginalRecipient(value ?? "", behaviour.isXtext) ? undefined : bad("ORCPT"),
  ],
]);

/** Says whether a value is addr-type ";" xtext (RFC 3461 §4.2), or has the address type of RFC 6533 §3. */
export function isOriginalRecipient(value: string, isXtext: (text: string) => boolean): boolean {
  const [, type = "", address = ""] = /^([A-Za-z0-9-]+);(.+)$/.exec(value) ?? [];
  if (type.toLowerCase() === "utf-8") return /^([!-*,-<>-[\]-~\x80-\xff]|\\x\{[0-9A-F]{2,6}\})+$/.test(address);
  return type !== "" && isXtext(address) && isPrintable(decodeXtext(address)); // RFC 3461 §4.2
}
