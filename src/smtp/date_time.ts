/** The date-time of header fields (RFC 5322 §3.3), without the obsolete forms, which RFC 5321 §4.4 prohibits. */

/** What is wrong with a text, and where: an offset into it. */
export interface TextFlaw {
  readonly at: number;
  readonly why: string;
}

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Gives what is wrong with a date-time; nothing where it is valid. */
export function dateTimeFlaws(text: string): TextFlaw[] {
  const cursor = { at: 0 };
  /** Takes what fits from here on; the white space before it is no part of it. */
  const take = (form: RegExp): RegExpExecArray | undefined => {
    const space = /^[ \t\r\n]*/.exec(text.slice(cursor.at))?.[0].length ?? 0;
    const found = new RegExp(`^(?:${form.source})`, "i").exec(text.slice(cursor.at + space));
    if (found === null) return undefined;
    cursor.at += space + found[0].length;
    return found;
  };
  const flaw = (why: string): TextFlaw[] => {
    const space = /^[ \t\r\n]*/.exec(text.slice(cursor.at))?.[0].length ?? 0;
    return [{ at: cursor.at + space, why }];
  };

  const day = take(/([a-z]+)\s*,/)?.[1];
  if (day !== undefined && !days.includes(day.toLowerCase())) return [{ at: 0, why: `"${day}" is no day of the week` }];
  const date = take(/([0-9]{1,2})(?=\s)/)?.[1];
  if (date === undefined) return flaw("a day of the month is due");
  const month = months.indexOf(take(/([a-z]{3})(?=\s)/)?.[1]?.toLowerCase() ?? "");
  if (month === -1) return flaw("a month is due, such as Jan");
  const year = take(/([0-9]{4,})(?=\s)/)?.[1];
  if (year === undefined) return flaw("a year of four digits is due");
  const time = take(/([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?=\s|$)/);
  if (time === undefined) return flaw("a time of day is due, such as 08:30:00");
  const zone = take(/[-+][0-9]{2}([0-9]{2})(?=[\s(]|$)/);
  if (zone === undefined) return flaw("a zone is due, as an offset such as +0000");
  const rest = /^\s*(?:\((?:[^()\\]|\\.|\([^()]*\))*\)\s*)*$/s.test(text.slice(cursor.at));
  if (!rest) return flaw("nothing but comments may follow the date");
  return [
    ...meaningFlaws({ day, date: Number(date), month, year: Number(year) }),
    ...timeFlaws(time.slice(1).map((part) => Number(part ?? 0))),
    ...(Number(zone[1]) > 59 ? [{ at: 0, why: `the zone has ${zone[1]} minutes` }] : []),
  ];
}

/** RFC 5322 §3.3: the day must be in the month, and the day of the week must be that of the date. */
function meaningFlaws(parts: {
  readonly day: string | undefined;
  readonly date: number;
  readonly month: number;
  readonly year: number;
}): TextFlaw[] {
  const { day, date, month, year } = parts;
  const meant = new Date(Date.UTC(2000, month, date));
  meant.setUTCFullYear(year, month, date);
  if (date === 0 || meant.getUTCMonth() !== month) return [{ at: 0, why: `the month has no day ${date}` }];
  const isDay = day === undefined || days[meant.getUTCDay()] === day.toLowerCase();
  return isDay ? [] : [{ at: 0, why: `${date} ${months[month]} ${year} is no ${day}` }];
}

/** RFC 5322 §3.3: 00:00:00 through 23:59:60, which is a leap second. */
function timeFlaws([hour = 0, minute = 0, second = 0]: readonly number[]): TextFlaw[] {
  return hour > 23 || minute > 59 || second > 60 ? [{ at: 0, why: "there is no such time of day" }] : [];
}
