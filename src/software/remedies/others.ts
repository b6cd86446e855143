/** The other servers and libraries: what decides about their results. */
import type { Remedy } from "../remedy.ts";

export const sendmailRemedies: readonly Remedy[] = [
  {
    cases: ["transparency/content/mime-defects"],
    remark: "The flag `9` in `LOCAL_MAILER_FLAGS`, by which quoted-printable and base64 are decoded, decides",
    source: "Sendmail Installation and Operation Guide §5.4",
  },
  {
    cases: ["trace/return_path/null-reverse-path"],
    remark: "The rule set `EnvFromL` of `MAILER(local)` writes the null sender so",
    source: "`mailer/local.m4` of sendmail-cf",
  },
  {
    cases: ["commands/vrfy/before-ehlo"],
    remark: "`needvrfyhelo` and `needexpnhelo` in `confPRIVACY_FLAGS`, as Debian sets it, decide",
    source: "`sendmail.mc` of sendmail-cf",
  },
];

export const courierRemedies: readonly Remedy[] = [{
  cases: ["*/*/old-version*"],
  settings: ["TLS_PRIORITY=NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"],
  source: "comments of `/etc/courier/esmtpd`",
}];

export const dovecotRemedies: readonly Remedy[] = [
  {
    cases: ["auth/command/plain-in-the-clear", "auth/offer/bearer-in-the-clear"],
    remark: "It counts a client at its own address, as here, as secure; `disable_plaintext_auth`, on by default, " +
      "prevents it for all others",
    source: "comments of `10-auth.conf`",
  },
  {
    cases: ["submission/message/envelope-domain"],
    remark: "`append_dot_mydomain = yes` of the Postfix behind it prevents it",
    source: "postconf(5)",
  },
];

/** What engines leave to their host or to plugins. */
const unknownParameters = [
  "mail/parameters/unknown",
  "mail/parameters/unknown-after-known",
  "rcpt/syntax/unknown-parameter",
  "8bitmime/body/parameter-of-rcpt",
  "size/size/parameter-of-rcpt",
];

const connection = "`CoreConfig.md`";

export const harakaRemedies: readonly Remedy[] = [
  {
    cases: ["limits/text_line"],
    remark: "`data_line_length` of `connection.ini`, 992 by default, decides where a line is folded",
    source: connection,
  },
  {
    cases: [
      "auth/mail_parameter/long-line",
      "auth/plain/parts-of-255-octets",
      "limits/overlong/command-line",
      "limits/overlong/path",
    ],
    remark: "`line_length` of `connection.ini`, 512 by default, decides from which length on it closes",
    source: connection,
  },
  {
    cases: unknownParameters,
    remark: "Haraka hands all parameters to its plugins, and leaves it to them to refuse some",
    source: "`Plugins.md`, hooks `mail` and `rcpt`",
  },
  {
    cases: ["auth/command/plain-in-the-clear"],
    remark: "`auth/flat_file` does so for private addresses only, such as that of the client here",
    source: "`auth/flat_file.md`",
  },
];

const types = "`types.d.ts` of the package";

export const smtpServerRemedies: readonly Remedy[] = [
  {
    cases: ["lmtp/lmtp/lhlo", "submission/submission/offers[enhancedstatuscodes]"],
    settings: ["hideENHANCEDSTATUSCODES: false"],
    source: types,
  },
  { cases: ["submission/submission/offers[dsn]"], settings: ["hideDSN: false"], source: types },
  {
    cases: unknownParameters,
    remark: "The library hands all parameters to its host, in `args` of an address, and leaves it to the host to " +
      "refuse them",
    source: types,
  },
];

export const aiosmtpdRemedies: readonly Remedy[] = [{
  cases: ["auth/plain/parts-of-255-octets"],
  remark: "`line_length_limit` of the class `SMTP`, 1001 by default, decides",
  source: "aiosmtpd's page of the class `SMTP`",
}];
