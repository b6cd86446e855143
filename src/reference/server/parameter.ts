/** A parameter of MAIL or RCPT (RFC 5321 §4.1.2). */

/** One parameter; keywords have no case. */
export interface Parameter {
  /** In upper case. */
  readonly keyword: string;
  readonly value: string | undefined;
}
