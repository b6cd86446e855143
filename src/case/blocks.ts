/** The blocks of a file: lists of steps with a name. */
import { optional } from "./pattern.ts";
import { type Reading, readOpenMap, refuse } from "./reader.ts";
import type { Room } from "./room.ts";
import { standardSteps } from "./standard_steps.ts";
import type { Entry, List } from "./yaml.ts";

/** The blocks of a file by name, and the names of those that some case uses. */
export interface Blocks {
  readonly steps: ReadonlyMap<string, List>;
  readonly used: Set<string>;
  /** What the file may still become: a block is written out wherever it is used. */
  readonly room: Room;
}

const nameForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Reads what stands under `blocks`. The steps themselves are read where they are used. */
export function readBlocks(reading: Reading, entry: Entry | undefined, room: Room): Blocks {
  const steps = new Map<string, List>();
  for (const [name, { key, value }] of optional(entry?.value, (node) => readOpenMap(reading, node)) ?? []) {
    if (standardSteps.has(name)) {
      refuse(reading, key.span, `Cannot name a block "${name}"`, "it is a standard word; take another name");
    } else if (!nameForm.test(name)) {
      refuse(reading, key.span, `Cannot use "${name}" as the name of a block`, "small letters, digits and hyphens");
    } else if (value.kind !== "list" || value.items.length === 0) {
      refuse(reading, value.span, `Cannot read the block "${name}" as a list of steps`, "write - send: …");
    } else steps.set(name, value);
  }
  return { steps, used: new Set(), room };
}

/** Refuses the blocks that no case uses, once all cases of the file are read. */
export function refuseUnused(reading: Reading, entry: Entry | undefined, blocks: Blocks): void {
  if (entry?.value.kind !== "map") return;
  for (const { key } of entry.value.entries) {
    if (blocks.steps.has(key.text) && !blocks.used.has(key.text)) {
      refuse(reading, key.span, `No case uses the block "${key.text}"`, "take it away");
    }
  }
}
