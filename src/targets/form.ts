/**
 * The forms of what a target is described by, on a command line and in a target file alike. What goes into a command
 * must not end its line, and what goes into a list of permissions must not begin another one. Pure.
 */

/** One form. `what` completes `Cannot use "…" as …`. */
export interface Form {
  readonly what: string;
  readonly hint: string;
  fits(text: string): boolean;
  /** What does not fit may be a secret: it is not shown. */
  readonly mayBeSecret?: true;
}

const control = /\p{Cc}/u;

/** Any text on one line. */
export const plainText: Form = {
  what: "text",
  hint: "write it without control characters",
  fits: (text) => text !== "" && !control.test(text),
};

/** A host by name or address. A wildcard is none, and neither is a network such as 192.0.2.0/24. */
export const hostForm: Form = {
  what: "a host",
  hint: "write a host name or an IP address: mx.test, 192.0.2.1, 2001:db8::1",
  fits: (text) => text.includes(":") ? isIpv6(text) : isHostName(text),
};

const isIpv6 = (text: string) => /^[0-9A-Fa-f:.]+$/.test(text) && URL.canParse(`http://[${text}]/`);

/** RFC 1035 §2.3.4 limits the octets of a name; the underscore is common in test networks. */
function isHostName(text: string): boolean {
  const isNumeric = /^[0-9.]+$/.test(text);
  const name = isNumeric ? text : text.replace(/\.$/, "");
  return name.length <= 253 && name.split(".").every((label) => /^[A-Za-z0-9_-]{1,63}$/.test(label));
}

/** A mailbox, as it stands between the angle brackets of MAIL and RCPT. */
export const addressForm: Form = {
  what: "an address",
  hint: "write local-part@domain, without angle brackets",
  fits: (text) => /^[^\s<>@]+@[^\s<>@]+$/.test(text) && !control.test(text) && !/^[a-z]+:\/\//i.test(text),
};

/** What a client gives in EHLO: a domain or an address literal (RFC 5321 §4.1.1.1). */
export const clientForm: Form = {
  what: "the name of a client",
  hint: "write a host name or an address literal: client.test, [192.0.2.1]",
  fits: (text) => /^\[[0-9A-Za-z:.-]+\]$/.test(text) || isHostName(text),
};

/** A path. Deno would take one with a comma for two, and lets a list of permissions be only one line. */
export const pathForm: Form = {
  what: "a path",
  hint: "name it without commas and control characters, which Deno's permissions cannot hold",
  fits: (text) => plainText.fits(text) && !text.includes(","),
};

/** The name of an environment variable. */
export const variableForm: Form = {
  what: "an environment variable",
  hint: "write its name, such as SMTP_PASS",
  fits: (text) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text),
  mayBeSecret: true,
};

/** Where a target file says that a secret is. */
export const environmentForm: Form = {
  what: "the place of a secret",
  hint: "write env SMTP_PASS: it is never in the file",
  fits: (text) => text.startsWith("env ") && variableForm.fits(text.slice(4)),
  mayBeSecret: true,
};
