/** The roles that a server plays at its endpoints, and what each means for a session. A new role is a row here. */

/** What the role of an endpoint decides. */
export interface RoleRules {
  /** The scheme of its URL. */
  readonly scheme: string;
  /** The port where a URL names none. */
  readonly standardPort: number;
  /** The verb that opens a session: RFC 5321 §4.1.1.1, RFC 2033 §4.1. */
  readonly hello: "EHLO" | "LHLO";
  /** How TLS begins: by STARTTLS (RFC 3207), or with the first octet (RFC 8314 §3). */
  readonly tls: "starttls" | "implicit";
  /** Mail is submitted here by users who log in (RFC 6409 §4.3), where AUTH is offered. */
  readonly isSubmission: boolean;
  /** The end of a message is answered once for each accepted recipient (RFC 2033 §4.2). */
  readonly repliesPerRecipient: boolean;
  /** A socket of the file system can stand in place of a port: between programs of one machine. */
  readonly mayBeSocket: boolean;
}

/** The roles; the order is the order of preference for a case that binds no role. */
export const roles = ["mx", "submission", "submissions", "lmtp"] as const;
export type Role = typeof roles[number];
/** The role of an address for which none is named. */
export const defaultRole: Role = "mx";

export const roleRules: Readonly<Record<Role, RoleRules>> = {
  mx: {
    scheme: "smtp",
    standardPort: 25,
    hello: "EHLO",
    tls: "starttls",
    isSubmission: false,
    repliesPerRecipient: false,
    mayBeSocket: false,
  },
  submission: {
    scheme: "submission",
    standardPort: 587,
    hello: "EHLO",
    tls: "starttls",
    isSubmission: true,
    repliesPerRecipient: false,
    mayBeSocket: false,
  },
  submissions: {
    scheme: "submissions",
    standardPort: 465,
    hello: "EHLO",
    tls: "implicit",
    isSubmission: true,
    repliesPerRecipient: false,
    mayBeSocket: false,
  },
  lmtp: {
    scheme: "lmtp",
    standardPort: 24,
    hello: "LHLO",
    tls: "starttls",
    isSubmission: false,
    repliesPerRecipient: true,
    mayBeSocket: true,
  },
};
