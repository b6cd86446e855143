/** Faults of what becomes of the header of a message. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { showPath } from "../../../reference/server/path.ts";
import type { Fault } from "../../fault.ts";

/** Makes a field of the recipient for a message without To. */
const madeUp = (field: (to: string) => string): Mutation => ({ trace, store }) => ({
  trace: (state, sender, host) =>
    `${trace(state, sender, host)}X-Made-Up: ${field(showPath(state.recipients[0]?.path))}`,
  store: (content, fields) => {
    const [, own = fields, made = ""] = /^((?:.|\r\n)*)X-Made-Up: (.*\r\n)$/.exec(fields) ?? [];
    return store((/^To:/im.test(content) ? "" : made) + content, own);
  },
});

/** The header. */
export const headerFaults: readonly Fault[] = [
  {
    id: "header-sorted",
    description: "sorts the fields of the header",
    caughtBy: ["trace/header/fields-in-order"],
    alsoSeenBy: ["trace/header"],
    mutation: ({ store }) => ({
      store: (content, trace) => {
        const end = content.indexOf("\r\n\r\n") + 2;
        const fields = content.slice(0, end).match(/.*\r\n(?:[ \t].*\r\n)*/g) ?? [];
        return store(fields.toSorted().join("") + content.slice(end), trace);
      },
    }),
  },
  {
    id: "recipients-told",
    description: "lists the recipients of the envelope in a field of its own",
    caughtBy: ["trace/header/recipients-not-told"],
    mutation: ({ trace }) => ({
      trace: (state, sender, host) => {
        const all = state.recipients.map(({ path }) => showPath(path)).join(", ");
        return `${trace(state, sender, host)}X-Envelope-To: ${all}\r\n`;
      },
    }),
  },
  {
    id: "apparently-to",
    description: "adds Apparently-To to a message without To",
    caughtBy: ["trace/header/header-not-made-up"],
    mutation: madeUp((to) => `Apparently-To: ${to}\r\n`),
  },
  {
    id: "to-made-up",
    description: "adds To with the recipient to a message without To",
    caughtBy: ["trace/header/header-not-made-up"],
    mutation: madeUp((to) => `To: ${to}\r\n`),
  },
  {
    id: "header-spaces-joined",
    description: "writes one space for several in a field of the header",
    caughtBy: ["trace/header/fields-stay"],
    mutation: ({ store }) => ({
      store: (content, trace) => store(content.replace(/Mixed {2}Case/g, "Mixed Case"), trace),
    }),
  },
  {
    id: "received-removed",
    description: "removes Received fields of others",
    caughtBy: ["trace/header/received-stays"],
    alsoSeenBy: ["trace/header"],
    mutation: ({ store }) => ({
      store: (content, trace) => store(content.replace(/^Received: carried.*\r\n/gm, ""), trace),
    }),
  },
];
