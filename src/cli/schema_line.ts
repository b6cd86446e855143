/** The comment by which a target file or a baseline names its schema, so that an editor checks it. */

/** What has a schema that is shipped. */
export type Described = "target" | "baseline";

/** Where a file will be, and where the schemas are. */
export interface Place {
  /** The file, as it was named; undefined for standard output. */
  readonly file: string | undefined;
  /** The folder from which the file is named. */
  readonly cwd: string;
  /** The folder of the schemas, as a URL. */
  readonly schemas: string;
}

/** Gives the place of a file that a command is to write; undefined for standard output. */
export function placeToWrite(file: string | undefined): Place {
  return { file, cwd: Deno.cwd(), schemas: shippedSchemas };
}

/** The folder of the schemas, beside that of the shipped cases. */
export const shippedSchemas = new URL("../../schemas/", import.meta.url).href;

/** Gives the text of the comment, without its hash: it names the schema from the file's own folder where that is near. */
export function schemaComment(described: Described, { file, cwd, schemas }: Place): string {
  const url = new URL(`${described}.json`, schemas);
  const base = new URL(`${cwd.split("/").map(encodeURIComponent).join("/")}/`, "file:///");
  const from = new URL((file ?? "").split("/").map(encodeURIComponent).join("/"), base);
  return ` yaml-language-server: $schema=${relativeTo(from, url) ?? url.href}`;
}

/** The path from one file to another; undefined where nothing but the root holds both, and where no editor would read it. */
function relativeTo(from: URL, to: URL): string | undefined {
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined;
  const [here, there] = [from, to].map(({ pathname }) => pathname.split("/").slice(1));
  if (here === undefined || there === undefined) return undefined;
  const shared = there.findIndex((part, at) => part !== here[at]);
  const path = [...here.slice(shared + 1).map(() => ".."), ...there.slice(shared)].join("/");
  return shared < 1 || path.includes("%") ? undefined : path;
}
