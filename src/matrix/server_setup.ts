/** A server of the matrix: how it is got, configured and started. One file of `servers/` each. */
import type { Role } from "../smtp/role.ts";

/** The ports that the server is to listen on, on 127.0.0.1. */
export type Ports = Readonly<Record<Role, number>>;

/** Where the server comes from: Debian packages of this machine's release, or one npm package. */
export type Packages =
  | { readonly from: "debian"; readonly names: readonly string[] }
  | { readonly from: "npm"; readonly name: string; readonly version: string };

/** One server with one configuration. */
export interface ServerSetup {
  /** For `--only`, and the first part of its reports' names. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The package whose version is the server's comes first. */
  readonly packages: Packages;
  /** What it listens on. */
  readonly kinds: readonly Role[];
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
  /** What AUTH takes for the user's name, where it is not `alice`. */
  readonly user?: string;
  /** False for a server that has no mailboxes: nothing is read back. */
  readonly isReadBack?: false;
  /** False for a server that cannot be told whom it knows: it takes anybody. */
  readonly isChoosy?: false;
  /** The most connections at once. */
  readonly connections?: number;
  /** What the reader of the table has to know: a setting that decides, a thing the server leaves to its host. */
  readonly notes: readonly string[];
  /** Said behind a violation: the setting that decides, by a pattern over cases. */
  readonly remarks?: readonly { readonly cases: string; readonly says: string }[];
}
