/** All commands, in the order of the help: what is called, helped with and allowed is looked up here. */
import type { Command } from "./command.ts";
import { baseline } from "./commands/baseline.ts";
import { check } from "./commands/check.ts";
import { diff } from "./commands/diff.ts";
import { explain } from "./commands/explain.ts";
import { init } from "./commands/init.ts";
import { list } from "./commands/list.ts";
import { merge } from "./commands/merge.ts";
import { render } from "./commands/render.ts";
import { run } from "./commands/run.ts";

// Each is called with the options of its own flags alone, so that here their types need not be known.
export const commands: readonly Command[] = [run, list, explain, check, init, render, diff, merge, baseline];
