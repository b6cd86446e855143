/** A server of the matrix: how it is fetched, configured and started. One file of `servers/` each. */
import type { Role } from "../smtp/role.ts";
import type { Remedy } from "../software/remedy.ts";

/** The ports of 127.0.0.1 that the server listens on: by role, and for IMAP. */
export type Ports = Readonly<Record<Role | "imap", number>>;

/** Where the server comes from: Debian packages of this machine's release, or one npm package. */
export type Packages =
  | { readonly from: "debian"; readonly names: readonly string[] }
  | { readonly from: "npm"; readonly name: string; readonly version: string };

/** One server with one configuration. */
export interface ServerSetup {
  /** For `--only`, and the name of its report. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The package whose version is the server's comes first. */
  readonly packages: Packages;
  /** What it listens as. */
  readonly roles: readonly Role[];
  /** System users that the packages' installation would have made. */
  readonly users: readonly string[];
  /**
   * Where the server keeps its configuration and state. If it is installed on this machine too, something is there:
   * in the private root they begin as the packages have them.
   */
  readonly state: readonly string[];
  /** Configuration: text by absolute path in its private root, on top of `commonFiles`. */
  files(ports: Ports): Readonly<Record<string, string>>;
  /** A script of `hosts/` that goes to `/matrix/`: what a library needs to be a server. */
  readonly host?: string;
  /** A shell script that starts it and ends when it ends; run as root in its private root, errors end it. */
  start(ports: Ports): string;
  /** The user name that AUTH accepts, where it is not `alice`. */
  readonly user?: string;
  /** How mail is read back where it is not from the Maildir; a server that has no mailboxes reads back none. */
  readonly readBack?: "imap" | "none";
  /** A token that it accepts of alice (RFC 7628). */
  readonly bearerToken?: string;
  /** True for a server that knows alice by her certificate (RFC 4422 §A.1). */
  readonly knowsCertificate?: true;
  /** True for a server that has a mailing list, as `fixtures.ts` names it. */
  readonly hasList?: true;
  /** False for a server that accepts any recipient. */
  readonly checksRecipients?: false;
  /** True for what is made for tests and development, and not to be a mail server. */
  readonly isTool?: true;
  /** The most connections at once. */
  readonly connections?: number;
  /** What a reader of the results has to know, in Markdown: how it is configured, what it leaves to its host. */
  readonly description: readonly string[];
  /** What it is in the table of software, whose remedies the page shows; absent where it is not in it. */
  readonly software?: string;
  /** Further remedies, of this configuration and of the script that hosts it. */
  readonly remedies?: readonly Remedy[];
}
