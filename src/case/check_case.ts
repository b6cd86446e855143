/** Checks over a whole case, once its steps are read. */
import type { Gate, Made, Risk, Step } from "./case.ts";
import type { Template } from "./template_types.ts";
import { checkCost } from "./check_cost.ts";
import { Growth } from "./growth.ts";
import { isOfferName, runNames, secretNames, targetNames } from "./names.ts";
import { hintFor, type Reading, refuse } from "./reader.ts";
import { allSteps } from "./steps.ts";

/** Gives what steps need: a loop over the recipients as many of them as it has turns, a handshake what it shows. */
export function stepGates(steps: readonly Step[]): Gate[] {
  return allSteps(steps).flatMap(({ repeat, action }): Gate[] => [
    ...repeat?.each === undefined ? [] : [{ kind: "fact", fact: "rcpts", count: repeat.times } as const],
    ...action.kind === "tls" && action.showsCertificate
      ? [{ kind: "fact", fact: "client_cert", count: 1 } as const]
      : [],
  ]);
}

/** Gives the names that steps make: what they keep, and what their loops bind. */
export function namesMade(steps: readonly Step[]): string[] {
  return allSteps(steps).flatMap((step) => [
    ...step.keep.map(({ name }) => name),
    ...(step.repeat?.each === undefined ? [] : [step.repeat.each.name]),
  ]);
}

/** Refuses names that nobody knows. */
export function checkNames(reading: Reading, own: ReadonlySet<string>): void {
  const known = new Set([...targetNames, ...runNames, ...own]);
  const hints = new Map<string, string>();
  for (const { name, span } of reading.uses) {
    if (known.has(name) || isOfferName(name)) continue;
    const hint = hints.get(name) ?? (hintFor(reading, name, known) || "write $$ for a dollar");
    hints.set(name, hint);
    refuse(reading, span, `Unknown variable "$${name}"`, hint);
  }
}

/** Refuses a case that would grow or cost beyond its bounds. */
export function checkBounds(
  reading: Reading,
  steps: readonly Step[],
  given: {
    readonly columns: ReadonlyMap<string, Template>;
    readonly made: ReadonlyMap<string, Made>;
    readonly risks: ReadonlySet<Risk>;
  },
): void {
  const fill = allSteps(steps).reduce((most, step) => Math.max(most, step.fill?.octets ?? 0), 0);
  const growth = new Growth(reading, {
    ...given,
    kept: new Set(allSteps(steps).flatMap(({ keep }) => keep.map(({ name }) => name))),
    fill,
  });
  growth.check();
  checkCost(reading, steps, { measure: (template) => growth.measure(template), risks: given.risks });
}

/** Refuses what could never be played: a step after `until_quit`, a connection that was never opened. */
export function checkSteps(reading: Reading, steps: readonly Step[]): void {
  const open = new Set(["main"]);
  const over = new Set<string>();
  for (const step of steps) {
    if (step.action.kind === "connect") open.add(step.action.name);
    else if (!open.has(step.on)) {
      refuse(reading, step.span, `Cannot run on "${step.on}"`, `open it before with connect: ${step.on}`);
    }
    const writes = step.action.kind !== "read" && step.action.kind !== "connect" && step.action.kind !== "wait";
    if (over.has(step.on) && writes) {
      refuse(reading, step.span, `Cannot send after "until_quit"`, `"until_quit" ends the session with a QUIT`);
    }
    if (step.expect.some(({ kind }) => kind === "until-quit")) over.add(step.on);
  }
}

/** Refuses the password where it could be read: it belongs into `auth`, and into `let` with `base64`. */
export function checkPassword(reading: Reading, steps: readonly Step[], made: ReadonlyMap<string, Made>): void {
  const hidden = new Set([
    ...allSteps(steps).flatMap(({ action }) =>
      action.kind === "auth" ? [action.user, action.pass, ...action.tamper.values()] : []
    ),
    ...[...made.values()].flatMap((value) => value.kind === "base64" ? [value.octets] : []),
  ].map(({ span }) => span));
  for (const { name, span } of reading.uses) {
    if (secretNames.includes(name) && !hidden.has(span)) {
      refuse(reading, span, `Cannot send $${name} here`, "use auth: {…}, or let: {ir: {base64: …}}");
    }
  }
}
