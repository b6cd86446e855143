/** Extensions that few servers have: what they offer, and the rules of their commands and parameters. */
import type { Handler, ParameterRule, ParameterRules } from "./behaviour.ts";
import { bad } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";
import { isDomain } from "./path.ts";
import { type Reply, reply } from "./reply.ts";
import { replyWith, type State } from "./state.ts";

/** Our choices, each small enough to be passed by a case. */
const leastByTime = 60; // seconds
const longestHold = 86_400; // seconds
const latestHold = "2100-01-01T00:00:00Z";
const unwanted = "net.example:ADV";

/** Lists the keywords of the reply to EHLO. */
export function rareOffers({ port, isTls }: State): string[] {
  return [
    ...(port === "mx" ? ["ETRN", "ATRN"] : []), // RFC 6409 §7: not for submission
    `DELIVERBY ${leastByTime}`,
    "LIMITS RCPTMAX=120",
    "MT-PRIORITY MIXER",
    `NO-SOLICITING ${unwanted}`,
    "RRVS",
    "MTRK",
    "CHECKPOINT",
    ...(isTls ? ["REQUIRETLS"] : []),
    ...(port === "submission" || port === "submissions" ? [`FUTURERELEASE ${longestHold} ${latestHold}`] : []),
  ];
}

const valueOf = (parameters: readonly Parameter[], keyword: string) =>
  parameters.find((each) => each.keyword === keyword)?.value;

/** Takes a value of a form. */
const ofForm = (keyword: string, form: RegExp): ParameterRule => (value) =>
  form.test(value ?? "") ? undefined : bad(keyword);

/** BY (RFC 2852 §4). */
const by: ParameterRule = (value) => {
  const [, time, mode] = /^([-+]?[0-9]{1,9});([NR])T?$/i.exec(value ?? "") ?? [];
  if (time === undefined) return bad("BY");
  if (mode?.toUpperCase() !== "R") return undefined;
  if (Number(time) <= 0) return bad("BY");
  return Number(time) < leastByTime ? reply("555 5.4.7", "There is not enough time") : undefined;
};

/** HOLDFOR and HOLDUNTIL (RFC 4865 §4.2). */
const hold = (keyword: string, isValid: (value: string) => boolean): ParameterRule => (value, _context, command) => {
  if (value === undefined || !isValid(value)) return bad(keyword);
  const names = new Set(command.parameters.map((each) => each.keyword));
  if (names.has("HOLDFOR") && names.has("HOLDUNTIL")) return bad(keyword);
  const time = Number(valueOf(command.parameters, "BY")?.split(";")[0] ?? Infinity);
  const isTooLate = keyword === "HOLDUNTIL" ? time < Infinity : Number(value) > time;
  return isTooLate ? reply("501 5.5.4", "It would be released after its time") : undefined;
};

/** A date-time of RFC 3339 without a fraction. */
export function isDateTime(text: string): boolean {
  return /^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](Z|[+-][0-2][0-9]:[0-5][0-9])$/i
    .test(text);
}

/** SOLICIT (RFC 3865 §2.3). */
const solicit: ParameterRule = (value) => {
  const words = (value ?? "").split(",");
  if (!words.every((word) => /^[A-Za-z][A-Za-z0-9._:-]*$/.test(word))) return bad("SOLICIT");
  return words.includes(unwanted) ? reply("550 5.7.1", `SOLICIT=${unwanted}`) : undefined;
};

/** Only inside TLS, where it is offered (RFC 8689 §2). */
const requireTls: ParameterRule = (value, _context, { state }) =>
  !state.isTls ? reply("555 5.5.4", "Not without TLS") : value === undefined ? undefined : bad("REQUIRETLS");

/** The parameters of MAIL. */
export const rareMailParameters: ParameterRules = new Map([
  ["BY", by],
  ["MT-PRIORITY", ofForm("MT-PRIORITY", /^(-?[1-9]|0)$/)], // RFC 6710 §7
  ["SOLICIT", solicit],
  ["MTRK", ofForm("MTRK", /^[A-Za-z0-9+/]+(:[0-9]{1,9})?$/)], // RFC 3885 §3.1; esmtp-value has no "="
  ["TRANSID", ofForm("TRANSID", /^(?=.{1,80}$)<[^()<>@,;:\\"/[\]?=]+@[^()<>@,;:\\"/[\]?=]+>$/)], // RFC 1845 §2
  ["REQUIRETLS", requireTls],
  ["HOLDFOR", hold("HOLDFOR", (value) => /^[1-9][0-9]{0,8}$/.test(value) && Number(value) <= longestHold)],
  ["HOLDUNTIL", hold("HOLDUNTIL", (value) => isDateTime(value) && Date.parse(value) <= Date.parse(latestHold))],
]);

/** The parameters of RCPT: RRVS (RFC 7293 §3.1). Our mailboxes never change hands. */
export const rareRcptParameters: ParameterRules = new Map([
  ["RRVS", (value) => isDateTime((value ?? "").replace(/;[CR]$/i, "")) ? undefined : bad("RRVS")],
]);

const notHere = reply("500 5.5.1", "Command not recognized");

/** Starts the queue for a node; there is never anything in it (RFC 1985 §5.1). */
export const etrn: Handler = (state, argument) => {
  if (state.port !== "mx") return replyWith(state, notHere);
  if (state.hello === undefined) return replyWith(state, reply("503 5.5.1", "Send EHLO first"));
  if (argument === "") return replyWith(state, reply("500 5.5.4", "ETRN needs the name of a node"));
  if (state.sender !== undefined) return replyWith(state, reply("503 5.5.1", "Not within a transaction"));
  return replyWith(state, answerFor(argument));
};

function answerFor(node: string): Reply {
  if (/^#[^ ]+$/.test(node)) return reply("458 4.5.0", "There is no such queue");
  const name = node.replace(/^@/, "");
  if (!name.includes(".") || !isDomain(name, { isUtf8: false })) return reply("501 5.5.4", "That is no domain");
  return node.startsWith("@")
    ? reply("459 4.7.0", "Not for so many nodes")
    : reply("251 2.0.0", `No messages wait for ${name}`);
}

/** Turns the session round for nobody: there is never any mail (RFC 2645 §5.2.1). */
export const atrn: Handler = (state) =>
  state.port !== "mx"
    ? replyWith(state, notHere)
    : state.user === undefined
    ? replyWith(state, reply("530 5.7.0", "Authentication required"))
    : replyWith(state, reply("453 4.5.0", "You have no mail"));

/** Gives the clause of a Received field that names the priority (RFC 6710 §4.1). */
export function priorityClause(parameters: readonly Parameter[]): string {
  const priority = valueOf(parameters, "MT-PRIORITY");
  return priority === undefined ? "" : ` PRIORITY ${priority}`;
}
