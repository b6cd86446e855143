/** Which tools a case uses, and what can take their place. Pure. */
import type { Case, Step } from "./case.ts";
import { type Entries, type Reading, readList, refuse } from "./reader.ts";
import { LiteralTexts, sentLines } from "./sent_lines.ts";
import { allSteps, mapSteps } from "./steps.ts";
import { type Tool, tools } from "./tools.ts";

/** Gives the tools that a case sends, whatever for. Spaces before a verb may be passed over by a server. */
export function toolsSent(each: Pick<Case, "steps" | "columns" | "made">): ReadonlySet<Tool> {
  const texts = new LiteralTexts(each);
  const steps = allSteps(each.steps);
  const lines = steps.flatMap((step) => sentLines(step, texts));
  const verbs = new Set(lines.map((line) => verbOf(line.trimStart())));
  if (steps.some(({ expect }) => expect.some(({ kind }) => kind === "until-quit"))) verbs.add("QUIT");
  return new Set(tools.filter((tool) => verbs.has(tool)));
}

/** Gives the tools that a case needs: those that it sends and does not test. */
export function toolsNeeded(each: Case): ReadonlySet<Tool> {
  return toolsSent(each).difference(each.tests);
}

const verbOf = (line: string) => /^[A-Za-z]*/.exec(line)?.[0].toUpperCase() ?? "";

/**
 * Gives a case with RSET in place of each NOOP; undefined where that would be another case: where a transaction is or
 * may be open, where RSET is tested, where NOOP is more than a plain line, or where nothing but NOOP is sent.
 */
export function withRsetForNoop(each: Case): Case | undefined {
  const texts = new LiteralTexts(each);
  const isNoop = (step: Step) => sentLines(step, texts).some((line) => verbOf(line.trimStart()) === "NOOP");
  const steps = allSteps(each.steps);
  const sendsMore = steps.some((step) => sendsSomething(step) && !isNoop(step));
  const isReplaceable = beforeMail.has(each.start) && !each.tests.has("RSET") && sendsMore &&
    !steps.some((step) => isOfTransaction(step, texts)) &&
    steps.every((step) => !isNoop(step) || (step.action.kind === "send" && texts.of(step.action.line) === "NOOP"));
  if (!isReplaceable) return undefined;
  const replace = (step: Step): Step =>
    step.action.kind === "send" && isNoop(step)
      ? { ...step, action: { kind: "send", line: { ...step.action.line, parts: [{ kind: "text", text: "RSET" }] } } }
      : step;
  return { ...each, steps: mapSteps(each.steps, replace) };
}

const silentActions: ReadonlySet<Step["action"]["kind"]> = new Set<Step["action"]["kind"]>(
  ["read", "wait", "close", "connect", "pipeline"],
);
const sendsSomething = ({ action }: Step) => !silentActions.has(action.kind);

const beforeMail: ReadonlySet<Case["start"]> = new Set<Case["start"]>(["connected", "greeted", "ehlo"]);
const transactionVerbs = new Set(["MAIL", "RCPT", "DATA", "BDAT"]);

function isOfTransaction(step: Step, texts: LiteralTexts): boolean {
  return step.action.kind === "message" || step.action.kind === "bdat" ||
    sentLines(step, texts).some((line) => transactionVerbs.has(verbOf(line.trimStart())));
}

/** Refuses `tests` where it names a command that none of the cases sends. */
export function refuseUnsent(reading: Reading, entries: Entries, cases: readonly Case[]): void {
  const tests = entries.get("tests");
  if (tests === undefined) return;
  for (const item of readList(tests.value)) {
    if (item.kind !== "scalar" || !isTool(item.text)) continue;
    const { text } = item;
    if (cases.some((each) => toolsSent(each).has(text))) continue;
    refuse(reading, item.span, `Cannot test ${text}, which is not sent here`, "take it away");
  }
}

const isTool = (text: string): text is Tool => tools.some((tool) => tool === text);
