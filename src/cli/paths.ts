/** File URLs as paths. */

/** Turns a file: URL into a path of the file system. */
export function fromFileUrl(url: URL): string {
  return decodeURIComponent(url.pathname);
}
