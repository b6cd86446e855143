/** Exim: what its options decide, with the chapters of its specification. */
import type { Remedy } from "../remedy.ts";

const options = "Exim specification §14.23";

export const eximRemedies: readonly Remedy[] = [
  {
    cases: ["*/*/old-version*"],
    settings: ["tls_require_ciphers = NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"],
    source: "Exim specification §43.5",
  },
  {
    cases: ["smtputf8"],
    remark: "`smtputf8_advertise_hosts` decides who is offered SMTPUTF8: all, as Exim has it; none, as Debian " +
      "configures it",
    source: "Exim specification §60.1",
  },
  {
    cases: ["rcpt/syntax/address-literal"],
    settings: ["allow_domain_literals = true"],
    source: options,
  },
  {
    cases: ["data/header/faulty-header[bad-address]"],
    remark: "The access list for DATA refuses it by `verify = header_syntax`, as Debian configures it",
    source: "Exim specification §44.26",
  },
  {
    cases: ["data/header/many-received-fields"],
    remark: "`received_headers_max`, 30 by default, decides",
    source: options,
  },
  {
    cases: ["ehlo/keywords/registered"],
    remark: "`pipelining_connect_advertise_hosts` and `prdr_enable` decide whether PIPECONNECT and PRDR are offered",
    source: options,
  },
  {
    cases: ["submission/submission/offers[dsn]"],
    remark: "`dsn_advertise_hosts` decides who is offered DSN: by default nobody",
    source: options,
  },
  {
    cases: ["commands/vrfy/name-alone"],
    remark: "`recipient_unqualified_hosts` prevents it",
    source: options,
  },
  {
    cases: ["commands/vrfy/foreign-mailbox"],
    remark: "The access list `acl_smtp_vrfy` decides whose VRFY is answered",
    source: "Exim specification §49.7",
  },
];
