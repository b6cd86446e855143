/** The topics of the linter: what its rules are put to. The id of a rule begins with its topic. */

export const lintTopics = ["replies/lint", "sanity"] as const;
export type LintTopic = typeof lintTopics[number];

/** What the results of a topic have in common. */
export interface LintTopicRow {
  readonly title: string;
  /** What was checked, in the plural. */
  readonly subject: string;
  /** Why a rule that was put to nothing is skipped. */
  readonly unmet: string;
  /** When the rules are put, as a sentence. */
  readonly description: string;
}

export const lintTopicRows: Readonly<Record<LintTopic, LintTopicRow>> = {
  "replies/lint": {
    title: "Every reply of every session",
    subject: "replies",
    unmet: "no reply was received to which the rule applies",
    description: "The linter checks every reply of every session, whatever the case is about.",
  },
  sanity: {
    title: "What the runner's own sessions met",
    subject: "sessions",
    unmet: "the runner's own sessions met nothing to which the rule applies",
    description:
      "The linter checks this in the runner's own sessions: the sanity checks, and others between the cases.",
  },
};

/** Gives the topic of a rule's id, with a host or not; undefined for the id of a case. */
export function lintTopicOf(id: string): LintTopic | undefined {
  return lintTopics.find((topic) => id.startsWith(`${topic}/`) && !id.slice(topic.length + 1).includes("/"));
}
