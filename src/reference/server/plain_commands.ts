/** The commands that have no part in a transaction: NOOP, RSET, QUIT, VRFY, EXPN, HELP, STARTTLS. */
import type { Context, Handler, Resolved } from "./behaviour.ts";
import { pathRules } from "./mail.ts";
import { isUtf8Text, readMailbox } from "./path.ts";
import { reply } from "./reply.ts";
import { replyWith } from "./state.ts";

/** Does nothing; the argument is ignored (RFC 5321 §4.1.1.9). */
export const noop: Handler = (state) => replyWith(state, reply("250 2.0.0", "Ok"));

/** Clears the transaction (RFC 5321 §4.1.1.5). */
export const rset: Handler = (state, argument, { behaviour }) =>
  argument === ""
    ? replyWith(behaviour.reset(state, "rset"), reply("250 2.0.0", "Reset"))
    : replyWith(state, reply("501 5.5.4", "RSET has no argument"));

/** Ends the session (RFC 5321 §4.1.1.10). */
export const quit: Handler = (state, argument, { host }) =>
  argument === ""
    ? { ...replyWith(state, reply("221 2.0.0", `${host.domain} closes the connection`)), next: { kind: "close" } }
    : replyWith(state, reply("501 5.5.4", "QUIT has no argument"));

/** Confirms a mailbox (RFC 5321 §4.1.1.6). */
export const vrfy: Handler = (state, argument, context) => {
  const asked = lookUp(argument, context);
  if (asked === undefined) return replyWith(state, reply("501 5.5.4", "VRFY needs a user name or a mailbox"));
  const { domain } = context.host;
  switch (asked.kind) {
    case "mailbox":
      return replyWith(state, reply("250 2.1.5", `<${asked.name}@${domain}>`));
    case "list":
      return replyWith(state, reply("550 5.1.1", "That is a mailing list; send EXPN")); // RFC 5321 §3.5.1
    case "foreign":
      return replyWith(state, reply("551 5.1.6", "The user is not local"));
    case "unknown":
      return replyWith(state, reply("550 5.1.1", "No such mailbox"));
  }
};

/** Expands a mailing list (RFC 5321 §4.1.1.7). */
export const expn: Handler = (state, argument, context) => {
  const asked = lookUp(argument, context);
  if (asked === undefined) return replyWith(state, reply("501 5.5.4", "EXPN needs the name of a mailing list"));
  return asked.kind === "list"
    ? replyWith(state, reply("250 2.1.5", ...asked.members.map((member) => `<${member}@${context.host.domain}>`)))
    : replyWith(state, reply("550 5.1.1", "No such mailing list"));
};

/** Reads a name or a mailbox, with brackets or without; undefined if it is neither. */
function lookUp(argument: string, { behaviour, host }: Context): Resolved | undefined {
  const match = /^(.+?)( SMTPUTF8)?$/is.exec(argument);
  const isUtf8 = match?.[2] !== undefined; // RFC 6531 §3.7.4.2
  const text = match?.[1]?.replace(/^<(.*)>$/s, "$1");
  if (text === undefined || (isUtf8 ? !isUtf8Text(text) : /[^ -~]/.test(text))) return undefined;
  const rules = pathRules(behaviour.sizes, { isUtf8, mayBeNull: false, mayBePostmaster: false });
  const path = readMailbox(text, rules) ?? readMailbox(`${text}@${host.domain}`, rules);
  return path === undefined ? undefined : behaviour.resolve(path, host);
}

/** Helps (RFC 5321 §4.1.1.8). */
export const help: Handler = (state, _argument, { behaviour }) =>
  replyWith(state, reply("214 2.0.0", "I know these commands:", [...behaviour.commands.keys()].join(" ")));

/** Begins TLS (RFC 3207 §4). */
export const startTls: Handler = (state, argument) => {
  if (argument !== "") return replyWith(state, reply("501 5.5.4", "STARTTLS has no argument"));
  if (state.isTls) return replyWith(state, reply("503 5.5.1", "TLS is on already"));
  return { ...replyWith(state, reply("220 2.0.0", "Ready for TLS")), next: { kind: "tls" } };
};
