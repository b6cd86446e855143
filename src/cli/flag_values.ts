/** The values of flags: text → what it means, or what is wrong with it. Pure. */
import { suggest } from "../base/guess.ts";
import { compareVersions, isVersion } from "../base/version.ts";
import { type Milliseconds, parseDuration } from "../base/time.ts";
import { type Impact, impacts, type Risk, risks } from "../case/case.ts";
import { type Force, forces } from "../plan/selection.ts";
import type { Shard } from "../plan/shard.ts";
import { formats } from "../report/format.ts";
import { type Form, pathForm } from "../targets/form.ts";
import { isProblem } from "../base/problem.ts";
import { type KnownSoftware, readSoftware } from "../software/detect.ts";
import { type ProxyVersion, proxyVersions } from "../wire/proxy_header.ts";
import { version } from "./version.ts";
import { isUsageError, type ReadValue, usage, type UsageError } from "./flag.ts";

/** A report that is asked for. */
export interface ReportRequest {
  readonly format: string;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

const longest: Milliseconds = 3_600_000; // our choice: an hour, as in target files
const mostJobs = 200; // our choice: more would measure the client

/** Takes text as it is. */
export const readText: ReadValue<string> = (text) => text;

/** Makes the reading of text that has a form, the same as in a target file. */
export function readAs(form: Form): ReadValue<string> {
  return (text, flag) => {
    if (form.fits(text)) return text;
    return usage(`Cannot use ${flag}${form.mayBeSecret === true ? "" : ` "${text}"`} as ${form.what}`, form.hint);
  };
}

/** Reads a path. */
export const readPath: ReadValue<string> = readAs(pathForm);

/** Reads a version of the PROXY protocol. */
export const readProxy: ReadValue<ProxyVersion> = (text, flag) =>
  proxyVersions.find((version) => version === text) ??
    usage(`Unknown version "${text}" in ${flag}`, `write ${proxyVersions.join(" or ")}`);

/** Reads the name of a software, and its version where one is given. */
export const readSoftwareName: ReadValue<KnownSoftware> = (text, flag) => {
  const software = readSoftware(text);
  return isProblem(software) ? usage(`Unknown software "${text}" in ${flag}`, software.message) : software;
};

/** Reads the risks that are allowed, "delivers,heavy", or "none". */
export const readAllow: ReadValue<readonly Risk[]> = (text, flag) => {
  if (text === "none") return [];
  const words = text.split(",");
  if (words.includes("none")) return usage(`"none" stands alone in ${flag}`, "name risks, or none");
  const unknown = words.find((word) => !risks.some((risk) => risk === word));
  if (unknown !== undefined) {
    return usage(`Unknown risk "${unknown}" in ${flag}`, suggest(unknown, [...risks, "none"]));
  }
  return risks.filter((risk) => words.includes(risk));
};

/** Makes the reading of one of some words. */
function readOneOf<Word extends string>(words: readonly Word[], what: string): ReadValue<Word> {
  return (text, flag) =>
    words.find((word) => word === text) ?? usage(`Unknown ${what} "${text}" in ${flag}`, suggest(text, words));
}

/** Reads how strong a requirement is. */
export const readForce: ReadValue<Force> = readOneOf(forces, "level");

/** Reads what a failure leads to. */
export const readImpact: ReadValue<Impact> = readOneOf(impacts, "impact");

/** Reads an RFC or a section of one: 5321, "RFC 5321", "5321 §4.1.1.4", 5321-4.1.1.4. */
export const readRfc: ReadValue<string> = (text, flag) => {
  const [, rfc, section] = /^(?:RFC)? ?0*([1-9][0-9]{0,4})(?:(?: ?§ ?| section |[ -])([0-9A-Z][0-9A-Za-z.]*))?$/i.exec(
    text,
  ) ?? [];
  if (rfc === undefined) return usage(`Cannot read ${flag} "${text}"`, 'write 5321, or "5321 §4.1.1.4" for a section');
  return section === undefined ? `RFC ${rfc}` : `RFC ${rfc} §${section.replace(/\.$/, "")}`;
};

/** Reads a number of connections. */
export const readJobs: ReadValue<number> = (text, flag) => {
  const count = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= mostJobs
    ? count
    : usage(`Cannot read ${flag} "${text}"`, `a number from 1 to ${mostJobs}`);
};

/** Makes the reading of a time of so many milliseconds at least. */
export function readTimeFrom(least: Milliseconds): ReadValue<Milliseconds> {
  return (text, flag) => {
    const time = parseDuration(text);
    if (time === undefined) return usage(`Cannot read ${flag} "${text}"`, "write 500ms, 2s or 5min");
    return time >= least && time <= longest
      ? time
      : usage(`Cannot use ${flag} "${text}"`, `from ${least}ms to ${longest / 60_000}min`);
  };
}

/** Reads a time of so many milliseconds at least, or "none". */
export function readTimeOrNoneFrom(least: Milliseconds): ReadValue<Milliseconds | "none"> {
  return (text, flag) => text === "none" ? "none" : readTimeFrom(least)(text, flag);
}

/** Reads a part of a split, "1/4". */
export const readShard: ReadValue<Shard> = (text, flag) => {
  const [, index, of] = /^([0-9]{1,3})\/([0-9]{1,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined) {
    return usage(`Cannot read ${flag} "${text}"`, "write 1/4, 2/4, 3/4, 4/4");
  }
  if (index >= 1 && index <= of) return { index, of };
  return usage(`There is no shard ${text}`, of === 0 ? "write 1/4" : `shards count from 1: 1/${of} to ${of}/${of}`);
};

/** Reads a version of the suite: this one's or an older one's. */
export const readSuite: ReadValue<string> = (text, flag) => {
  if (!isVersion(text)) return usage(`Cannot read ${flag} "${text}" as a version`, `write three numbers: ${version}`);
  return compareVersions(text, version) <= 0
    ? text
    : usage(`Cannot play the suite of ${text}: this is smtpspec ${version}`, "name this version or an older one");
};

const readReport: ReadValue<ReportRequest> = (text, flag) => {
  const at = text.indexOf("=");
  const format = at === -1 ? text : text.slice(0, at);
  if (!formats.some((known) => known === format)) {
    return usage(`Unknown report format "${format}"`, suggest(format, formats));
  }
  if (at === text.length - 1) return usage(`${flag} ${text} needs a file after the "="`, "");
  if (at === -1) return { format, file: undefined };
  const file = readPath(text.slice(at + 1), flag);
  return isUsageError(file) ? file : { format, file };
};

/** Reads all reports that are asked for. */
export function readReports(texts: readonly string[], flag: string): readonly ReportRequest[] | UsageError {
  const requests: ReportRequest[] = [];
  for (const text of texts) {
    const request = readReport(text, flag);
    if (isUsageError(request)) return request;
    requests.push(request);
  }
  // Annotations are lines of a log: they stand below the console report, and beside no other.
  const shown = requests.filter(({ file }) => file === undefined).map(({ format }) => format).toSorted();
  return shown.length > 1 && shown.join() !== "console,github"
    ? usage("Two reports cannot both go to standard output", `write ${flag} FORMAT=FILE for one of them`)
    : requests;
}
