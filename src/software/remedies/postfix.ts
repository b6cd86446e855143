/** Postfix: what its settings decide, as postconf(5) has it. */
import type { Remedy } from "../remedy.ts";

const source = "postconf(5)";
const exceptions = "clients in `smtpd_forbid_bare_newline_exclusions`, by default `$mynetworks`, are excepted";
const smuggling = ["smuggling/end_of_data", "smuggling/inside_tls"];

export const postfixRemedies: readonly Remedy[] = [
  { cases: smuggling, before: "3.9", settings: ["smtpd_forbid_bare_newline = yes"], remark: exceptions, source },
  {
    cases: smuggling,
    from: "3.9",
    settings: ["smtpd_forbid_bare_newline = normalize"],
    remark: `that is its default; ${exceptions}`,
    source,
  },
  {
    cases: ["data/exchange/dot-behind-bare-lf", "smuggling/commands"],
    settings: ["smtpd_forbid_bare_newline = reject"],
    source,
  },
  {
    cases: ["*/*/old-version*"],
    settings: ["smtpd_tls_protocols = >=TLSv1.2", "smtpd_tls_mandatory_protocols = >=TLSv1.2"],
    source,
  },
  { cases: ["auth/scram"], remark: "The exchange is that of the Cyrus SASL library", source: "SASL_README" },
  { cases: ["submission/submission/no-turning"], settings: ["smtpd_discard_ehlo_keywords = etrn"], source },
  {
    cases: ["ascii-in-replies", "echo[rcpt]", "without-parameter"].map((name) => `smtputf8/smtputf8/${name}`),
    settings: ["strict_smtputf8 = yes"],
    source,
  },
  {
    cases: ["digits", "punctuation", "dot"].map((variant) => `replies/errors/session-goes-on[${variant}]`),
    remark: "`smtpd_forbidden_commands`, by default `CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}`, decides which " +
      "commands end a session",
    source,
  },
  { cases: ["data/header/many-received-fields"], remark: "`hopcount_limit`, 50 by default, decides", source },
  { cases: ["rcpt/refused/foreign-mailbox"], settings: ["relay_domains_reject_code = 550"], source },
  {
    cases: [
      "submission/session/illegal-address[no-local-part]",
      "submission/session/illegal-sender[no-local-part]",
    ],
    settings: ["strict_rfc821_envelopes = yes"],
    remark: "it then refuses a quoted local-part that looks like a source route too (`mail/paths/quoted-string`)",
    source,
  },
  { cases: ["submission/message/envelope-domain"], settings: ["append_dot_mydomain = yes"], source },
];
