/** How wide the lines may be that people read. */
import { usualColumns } from "../base/frame.ts";

/** Gives the columns of the terminal that a stream goes to, from 40 to 160; 80 where it goes elsewhere. */
export function columnsOf(stream: { isTerminal(): boolean }): number {
  if (!stream.isTerminal()) return usualColumns;
  try {
    return Math.max(40, Math.min(160, Deno.consoleSize().columns));
  } catch {
    return usualColumns; // A terminal that does not say.
  }
}
