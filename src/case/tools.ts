/**
 * The tools: commands that a case sends to see or to bring about something else. A server that does not answer one as it
 * must is accused by the cases that test it, and by no other. A new tool is a row.
 */

/** What a tool is for. */
export interface ToolRow {
  /** The code that must answer it. */
  readonly code: number;
  /** Completes "by which this case …". */
  readonly purpose: string;
}

export const tools = ["NOOP", "RSET", "QUIT"] as const;
export type Tool = typeof tools[number];

export const toolRows: Readonly<Record<Tool, ToolRow>> = {
  NOOP: { code: 250, purpose: "sees how the session goes on" }, // RFC 5321 §4.1.1.9
  RSET: { code: 250, purpose: "ends a transaction" }, // RFC 5321 §4.1.1.5
  QUIT: { code: 221, purpose: "sees all replies to the end" }, // RFC 5321 §4.1.1.10
};
