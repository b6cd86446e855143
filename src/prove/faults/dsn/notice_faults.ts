/** Faults of notifications of success. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Parameter } from "../../../reference/server/parameter.ts";
import type { Fault } from "../../fault.ts";
import { keep } from "../../mutations.ts";

const notice = (id: string, description: string, caught: readonly string[], mutation: Mutation): Fault => ({
  id: `notice-${id}`,
  description,
  caughtBy: caught.map((glob) => `dsn/notifications/${glob}`),
  alsoSeenBy: ["dsn/notifications"],
  mutation,
});

/** Lets the notifications be made as if each recipient had come with this value of NOTIFY. */
const asIf = (change: (value: string | undefined) => string): Mutation => ({ notify }) => ({
  notify: (state, ...rest) =>
    notify({
      ...state,
      recipients: state.recipients.map((each) => ({ ...each, parameters: withNotify(each.parameters, change) })),
    }, ...rest),
});

function withNotify(parameters: readonly Parameter[], change: (value: string | undefined) => string): Parameter[] {
  const value = parameters.find(({ keyword }) => keyword === "NOTIFY")?.value;
  return [...parameters.filter(({ keyword }) => keyword !== "NOTIFY"), { keyword: "NOTIFY", value: change(value) }];
}

const written = (change: (mail: string) => string): Mutation => ({ notify }) => ({
  notify: (...asked) => notify(...asked).map((each) => ({ ...each, mail: change(each.mail) })),
});

/** Notifications. */
export const noticeFaults: readonly Fault[] = [
  notice(
    "none",
    "sends no notification when SUCCESS stands alone",
    ["success[alone]"],
    asIf((value) => value === "SUCCESS" ? "NEVER" : value ?? ""),
  ),
  notice(
    "capitals",
    "recognizes SUCCESS in upper case only",
    ["success[lower-case]"],
    asIf((value) => value === "success" ? "NEVER" : value ?? ""),
  ),
  notice(
    "first-word",
    "looks at the first word of NOTIFY only",
    ["success[last]"],
    asIf((value) => value?.split(",")[0] ?? ""),
  ),
  notice(
    "despite-never",
    "sends a notification whatever NOTIFY requests",
    ["none-without-success"],
    asIf((value) => value === undefined ? "" : "SUCCESS"),
  ),
  notice(
    "by-default",
    "sends a notification when nothing is said of any",
    ["none-without-notify"],
    asIf((value) => value ?? "SUCCESS"),
  ),
  notice(
    "outlives-rset",
    "keeps recipients and what was asked for them over RSET",
    ["forgotten-at-reset"],
    keep(
      ["rset"],
      "recipients",
    ),
  ),
  notice(
    "mixed",
    "sends a multipart/mixed",
    ["form"],
    written((mail) => mail.replace("multipart/report; report-type=delivery-status;", "multipart/mixed;")),
  ),
  notice(
    "kind",
    "names no kind of report",
    ["form"],
    written((mail) => mail.replace(" report-type=delivery-status;", "")),
  ),
  notice(
    "to-postmaster",
    "addresses a notification to itself",
    ["form"],
    written((mail) => mail.replace(/^To: .*/m, "To: <postmaster@mx.test>")),
  ),
  notice(
    "envid-coded",
    "copies the ENVID without decoding it",
    ["envelope-id"],
    written((mail) => mail.replace(/^(Original-Envelope-Id: .*)\+/m, "$1+2B")),
  ),
  notice(
    "without-envid",
    "leaves the ENVID out",
    ["envelope-id-given"],
    written((mail) => mail.replace(/^Original-Envelope-Id: .*\r\n/m, "")),
  ),
  notice(
    "without-orcpt",
    "leaves the ORCPT out",
    ["original-recipient"],
    written((mail) => mail.replace(/^Original-Recipient: .*\r\n/m, "")),
  ),
  notice(
    "orcpt-case",
    "writes the ORCPT in lower case",
    ["original-recipient"],
    written((mail) => mail.replace(/^Original-Recipient: .*/m, (field) => field.toLowerCase())),
  ),
];
