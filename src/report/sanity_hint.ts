/** What to try where a sanity check failed, out of what was sent and received in it. Pure. */
import { type Role, roleRules } from "../smtp/role.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { ReportEndpoint, ReportSanityCheck, ReportTarget } from "./report.ts";

/** What a hint is made from. */
interface Facts {
  readonly endpoint: Pick<ReportEndpoint, "role" | "address">;
  readonly hasUser: boolean;
  readonly transcript: readonly Exchange[];
  /** The last command before QUIT with the reply to it, octets escaped; empty where there is none. */
  readonly command: string;
  readonly reply: string;
}

/** Gives a hint, in words that complete an error; undefined where nothing is known to try. */
export function hintOf(
  { endpoint: name, transcript }: Pick<ReportSanityCheck, "endpoint" | "transcript">,
  { endpoints, fixtures }: Pick<ReportTarget, "fixtures"> & {
    readonly endpoints: readonly Pick<ReportEndpoint, "name" | "role" | "address">[];
  },
): string | undefined {
  const endpoint = endpoints.find((each) => each.name === name);
  if (endpoint === undefined) return undefined;
  const facts = { endpoint, hasUser: fixtures.includes("user"), transcript, ...lastExchange(transcript) };
  for (const find of hints) {
    const hint = find(facts);
    if (hint !== undefined) return hint;
  }
  return undefined;
}

/** The first that knows something is the hint. */
const hints: readonly ((facts: Facts) => string | undefined)[] = [wrongScheme, demanded, refused];

/** The port begins with TLS and was spoken to in the clear, or the other way round. */
function wrongScheme({ endpoint: { role, address }, transcript }: Facts): string | undefined {
  const as = (other: Role) => address.replace(/^[a-z]+:/, `${roleRules[other].scheme}:`);
  const isImplicit = roleRules[role].tls === "implicit";
  const first = transcript.find(({ kind }) => kind !== "connected");
  if (!isImplicit && first?.kind === "tls" && !address.includes(":///")) {
    return `this port begins with TLS: try ${as("submissions")}`;
  }
  if (isImplicit && first?.kind === "received" && !first.isInTls) {
    return `this port begins in the clear: try ${as("submission")} where users log in, or ${as("mx")}`;
  }
  return undefined;
}

/** The server wants TLS or a login before mail (RFC 3207 §4, RFC 4954 §6). */
function demanded({ endpoint: { role, address }, hasUser, command, reply }: Facts): string | undefined {
  if (!/^(MAIL|RCPT)/i.test(command) || !/^(530|5[0-9]{2}[ -].*(STARTTLS|authenticat|log ?in))/i.test(reply)) {
    return undefined;
  }
  const wanted = /TLS/i.test(reply) ? "STARTTLS" : "a login";
  const { isSubmission, scheme } = roleRules[role];
  if (isSubmission) {
    return hasUser
      ? `the server wants ${wanted} before mail, and the login was not enough for it`
      : `the server wants ${wanted} before mail: add --user NAME and --pass-env VAR`;
  }
  const submission = address.replace(`${scheme}:`, `${roleRules.submission.scheme}:`);
  return role === "lmtp"
    ? `the server wants ${wanted} before mail, and over LMTP smtpspec begins without`
    : `the server wants ${wanted} before mail: where users submit mail here, try ${submission} with --user NAME and ` +
      `--pass-env VAR${wanted === "STARTTLS" ? ", which logs in inside TLS" : ""}`;
}

/** What the server refused otherwise is what the user named. */
function refused({ command, reply }: Facts): string | undefined {
  if (/^535/.test(reply)) return "are --user and --pass-env right?"; // RFC 4954 §6
  if (!/^[45]/.test(reply)) return undefined;
  return questions.find(({ verb }) => verb.test(command))?.question;
}

const questions: readonly { readonly verb: RegExp; readonly question: string }[] = [
  { verb: /^(EHLO|LHLO|HELO)/i, question: "is --client NAME a name that the server takes?" },
  { verb: /^MAIL/i, question: "is --from ADDRESS a sender that the server takes? Some look its domain up" },
  { verb: /^RCPT/i, question: "is --rcpt ADDRESS a mailbox of this server?" },
];

/** Gives the last command before QUIT, and what was received after it. */
function lastExchange(transcript: readonly Exchange[]): Pick<Facts, "command" | "reply"> {
  const quit = transcript.findLastIndex((event) => event.kind === "sent" && /^QUIT/.test(event.text));
  const before = quit === -1 ? transcript : transcript.slice(0, quit);
  const sent = before.findLastIndex(({ kind }) => kind === "sent");
  const reply = before.slice(sent + 1).find(({ kind }) => kind === "received");
  return { command: textOf(before[sent]), reply: textOf(reply) };
}

function textOf(event: Exchange | undefined): string {
  return event !== undefined && (event.kind === "sent" || event.kind === "received") ? event.text : "";
}
