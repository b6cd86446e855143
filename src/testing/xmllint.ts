/** XML against the schema of the JUnit format, by the tool xmllint where it is installed. */
import { fileURLToPath } from "node:url";
import { xmllint } from "../launch/tasks.ts";

const schema = fileURLToPath(new URL("../testdata/junit/junit.xsd", import.meta.url));

/** Whether this machine has the tool. */
export const hasXmllint = (() => {
  try {
    return Deno.statSync(xmllint).isFile;
  } catch {
    return false; // not there
  }
})();

/** Says why a text is no JUnit report, in the words of the tool; undefined where it is one. It asks no network. */
export async function findJunitFault(text: string): Promise<string | undefined> {
  const child = new Deno.Command(xmllint, {
    args: ["--nonet", "--noout", "--schema", schema, "-"],
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const [{ success, stderr }] = await Promise.all([
    child.output(),
    writer.write(new TextEncoder().encode(text)).then(() => writer.close()),
  ]);
  return success ? undefined : new TextDecoder().decode(stderr);
}
