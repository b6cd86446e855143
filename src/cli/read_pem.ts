/** Files of certificates and keys (PEM, RFC 7468). */
import { readBounded } from "../base/bounded_file.ts";
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import { describeReadError } from "./print.ts";

const maxOctets = 10_000_000; // our choice: all the roots that browsers know have 200,000

const labels = { certificate: /-----BEGIN CERTIFICATE-----/, key: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ } as const;

/** Reads a file that holds certificates or a key; a problem says why it cannot be read, or what it is not. */
export async function readPem(path: string, what: keyof typeof labels): Promise<string | PlainProblem> {
  try {
    const read = await readBounded(path, { most: maxOctets, of: "file" });
    if (isProblem(read)) return problem(`Cannot read "${path}": ${read.message}`);
    const text = new TextDecoder().decode(read);
    return labels[what].test(text) ? text : problem(`There is no ${what} in "${path}"`);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return problem(message);
  }
}
