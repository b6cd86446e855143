/** The header fields that a message gets where a case gives it none. */
import { type Field, writeDate, writeHeader } from "../smtp/content.ts";
import type { Target } from "../targets/target.ts";

/** Gives From, To, Date and Message-ID (RFC 5322 §3.6). */
export function standardFields(target: Pick<Target, "from" | "rcpt">, token: string, date: Date): Field[] {
  return [
    ["From", `<${target.from}>`],
    ["To", `<${target.rcpt ?? "undisclosed@client.test"}>`],
    ["Date", writeDate(date)],
    ["Message-ID", `<${token}@client.test>`],
  ];
}

/** Writes these fields with a Subject that holds the token, each with its CRLF: what `$headers` stands for. */
export function writeStandardHeader(fields: readonly Field[], token: string): string {
  return writeHeader([["Subject", token]], fields);
}
