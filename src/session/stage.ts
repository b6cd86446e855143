/** The stages that a session passes, in their order, up to the end of a message. */

export const stages = [
  "connection",
  "greeting",
  "hello",
  "tls",
  "login",
  "mail",
  "rcpt",
  "data",
  "content",
] as const;
export type Stage = typeof stages[number];

/** Says whether a stage comes after another. */
export function isAfter(stage: Stage, other: Stage): boolean {
  return stages.indexOf(stage) > stages.indexOf(other);
}
