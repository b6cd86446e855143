/** Faults in reading the name that a client gives. */
import type { Fault } from "../../fault.ts";

/** Names in EHLO and HELO. */
export const nameFaults: readonly Fault[] = [
  {
    id: "hello-with-digits",
    description: "treats a label of an EHLO name that begins with a digit as a syntax error",
    caughtBy: ["ehlo/argument/domain-form[digit-first]", "ehlo/argument/domain-form[digits-only]"],
    mutation: ({ isDomainOrLiteral }) => ({
      isDomainOrLiteral: (text) => isDomainOrLiteral(text) && !/^[0-9]/.test(text),
    }),
  },
];
