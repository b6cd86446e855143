/** What is known about failures and warnings of a software, and what ends them. */

/** A remark on results of a software: a setting that ends them, or what else decides about them. */
export interface Remedy {
  /** Patterns over cases or results. */
  readonly cases: readonly string[];
  /** What to write into its configuration, line by line, where that ends them; absent where nothing is known to do so. */
  readonly settings?: readonly string[];
  /** A sentence without its full stop, in Markdown; with settings, what is to be known about them besides. */
  readonly remark?: string;
  /** Where the documentation of the software says so. */
  readonly source: string;
  /** The first version to which it applies, and the first to which it no longer does; absent where any does. */
  readonly from?: string;
  readonly before?: string;
}

/** Writes a remedy as a sentence without its full stop, in Markdown. */
export function describeRemedy({ settings = [], remark }: Pick<Remedy, "settings" | "remark">): string {
  const lines = settings.map((setting) => `\`${setting}\``);
  const verb = lines.length > 1 ? "prevent it" : "prevents it";
  const does = lines.length === 0 ? [] : [`${lines.join(" and ")} ${verb}`];
  return [...does, ...(remark === undefined ? [] : [remark])].join("; ");
}
