/** The names of the report formats. */

/** Each has its reporter in `reporters`. */
export const formats = ["console", "html", "json", "junit", "markdown", "github", "ndjson", "tap"] as const;
export type Format = typeof formats[number];
