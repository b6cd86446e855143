/** What a step sends, as far as its case says it. Pure. */
import type { Action, Step } from "../case/case.ts";
import type { ShownTexts } from "./shown_texts.ts";

/** Shows the octets of a step in one line, writes apart by a bar; undefined where it writes none by itself. */
export function showOctets({ action, fill }: Pick<Step, "action" | "fill">, texts: ShownTexts): string | undefined {
  const shown = showAction(action, texts);
  if (shown === undefined || fill === undefined) return shown;
  return `${shown} ($fill ${fill.of === "line" ? `makes it ${fill.octets} octets` : `is ${fill.octets} octets`})`;
}

/** What an action writes; a message is left out, of which most is made by rules, and so is what is negotiated. */
function showAction(action: Action, texts: ShownTexts): string | undefined {
  switch (action.kind) {
    case "send":
      return `${texts.of(action.line)}␍␊`;
    case "bytes":
      return action.segments.map((segment) => texts.of(segment)).join(" | ");
    case "bdat": {
      const { chunk, declare, isLast } = action;
      const size = chunk.kind === "octets" ? texts.of(chunk.octets) : texts.sizeOf(chunk.text) ?? "N";
      const declared = declare === undefined ? size : texts.of(declare);
      return `BDAT ${declared}${isLast ? " LAST" : ""}␍␊${
        chunk.kind === "octets" ? `... (${size} octets)` : texts.of(chunk.text)
      }`;
    }
    default:
      return undefined;
  }
}
