/** Asks endpoints for what cases use as tools, so that a case accuses a server of nothing but what the case is about. */
import { visible } from "../base/show.ts";
import { type Tool, toolRows } from "../case/tools.ts";
import { maskText } from "../attempt/mask.ts";
import { describeObservation } from "../judge/describe.ts";
import type { SessionState } from "../plan/plan.ts";
import { LintBook } from "../session/lint_book.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { BrokenTool } from "./broken_tools.ts";
import type { Env } from "./env.ts";
import { leave, reach, type Reached } from "./reach.ts";

/** So often a tool is answered wrongly before it is held to be broken. Our choice. */
const mostWrong = 2;

/** A state of a session, and the tools that cases need in it, in an order in which one session can send them. */
export type Needs = ReadonlyMap<SessionState, readonly Tool[]>;

/**
 * Sends the tools that are needed in each state of a session, after EHLO; RSET in a transaction too, where one can be
 * opened. Gives those that do not what they must; a 421, and a session that cannot be opened, say nothing about them. The linter is not
 * shown these sessions: what it reports is seen in cases.
 */
export async function askTools(env: Env, endpoint: Endpoint, needs: Needs): Promise<BrokenTool[]> {
  const unseen: Env = { ...env, lints: new LintBook() };
  const broken = await Promise.all([...needs].map(([state, tools]) => askInState(unseen, endpoint, { state, tools })));
  return broken.flat();
}

async function askInState(
  env: Env,
  endpoint: Endpoint,
  { state, tools }: { readonly state: SessionState; readonly tools: readonly Tool[] },
): Promise<BrokenTool[]> {
  const session = new Set((["tls", "auth"] as const).filter((part) => state.split("+").includes(part)));
  const wrong = new Map<Tool, number>();
  const broken: BrokenTool[] = [];
  let left = tools;
  while (left.length > 0 && !env.signal.aborted) {
    const reached = await reach(env, endpoint, { start: "ehlo", session });
    if (reached.kind === "failed") break;
    const settled = new Set<Tool>();
    for (const tool of left) {
      const fault = await findFault(reached, tool, env.target.from);
      const count = (wrong.get(tool) ?? 0) + 1;
      if (fault === undefined) settled.add(tool);
      else if (count < mostWrong) wrong.set(tool, count);
      else {
        settled.add(tool);
        broken.push({ tool, state, answer: fault });
      }
      if (reached.session.isEnded) break;
    }
    left = left.filter((tool) => !settled.has(tool));
    await leave(reached.session);
  }
  return broken;
}

type Opened = Extract<Reached, { kind: "reached" }>;

/** Sends a tool; says what is wrong with the answer, or undefined. Ends the session where nothing more would be answered. */
async function findFault({ session, transcript }: Opened, tool: Tool, from: string): Promise<string | undefined> {
  const send = async (line: string) => {
    await session.send(line);
    const received = await session.read();
    if (received.kind !== "reply") session.end();
    const shown = maskText(visible(describeObservation(received, session.show)), transcript);
    return { code: received.kind === "reply" ? received.code : undefined, answer: answerIn(received, shown) };
  };
  const { code, answer } = await send(tool);
  if (tool === "QUIT") session.end();
  if (code === 421) return undefined;
  if (code !== toolRows[tool].code) return answer;
  if (tool !== "RSET") return undefined;
  // RFC 5321 §4.1.1.5: what was stored of a transaction is discarded, so that MAIL begins another.
  const mail = `MAIL FROM:<${from}>`;
  if (!isPositive((await send(mail)).code)) return undefined;
  const again = await send("RSET");
  if (again.code === 421) return undefined;
  if (again.code !== toolRows.RSET.code) return again.answer;
  const next = await send(mail);
  return next.code !== undefined && next.code >= 500 ? `left the transaction open: MAIL ${next.answer}` : undefined;
}

const isPositive = (code: number | undefined) => code !== undefined && code >= 200 && code < 300;

function answerIn({ kind }: Observation, shown: string): string {
  switch (kind) {
    case "reply":
    case "malformed":
      return `was answered by ${shown}`;
    case "close":
    case "silence":
      return `was not answered: ${shown}`;
  }
}
