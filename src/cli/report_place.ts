/**
 * Where the file of a report is written. A regular file is written beside its place, as `.NAME.part`, and renamed when
 * it is whole, so that neither a full disk nor a signal leaves half a report, and an old one survives until then. What is
 * no regular file (a device, a FIFO) and the summary of a CI job, which others hold open, are written through.
 */

/** A place: `path` with all symbolic links resolved; `part` is where it is written first, if anywhere. */
export interface ReportPlace {
  readonly path: string;
  readonly part: string | undefined;
}

/** Finds out where a report is written. A file that cannot be looked at counts as a new one. */
export async function findReportPlace(file: string): Promise<ReportPlace> {
  const path = await resolveLinks(file);
  if (path === undefined || file === summaryOfJob()) return { path: path ?? file, part: undefined };
  const info = await lookAt(path);
  return { path, part: info === undefined || info.isFile ? partOf(path) : undefined };
}

/** Gives the paths that have to be writable for a report. */
export async function reportPaths(requests: readonly { readonly file: string | undefined }[]): Promise<string[]> {
  const files = requests.flatMap(({ file }) => file ?? []);
  const places = await Promise.all(files.map(findReportPlace));
  return [...files, ...places.flatMap(({ path, part }) => part === undefined ? [path] : [path, part])];
}

function partOf(path: string): string {
  const at = path.lastIndexOf("/") + 1;
  return `${path.slice(0, at)}.${path.slice(at)}.part`;
}

/** Follows links to what is there; undefined for one that leads nowhere. */
async function resolveLinks(file: string): Promise<string | undefined> {
  if (!(await lookAt(file))?.isSymlink) return file;
  try {
    return await Deno.realPath(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.FilesystemLoop) return undefined;
    throw error;
  }
}

async function lookAt(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    const isUnknown = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.PermissionDenied;
    if (isUnknown) return undefined;
    throw error;
  }
}

/** GitHub's runner reads this file itself. */
function summaryOfJob(): string | undefined {
  try {
    return Deno.env.get("GITHUB_STEP_SUMMARY");
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
