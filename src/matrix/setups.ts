/** The servers of the matrix. */
import type { ServerSetup } from "./server_setup.ts";
import { aiosmtpd } from "./servers/aiosmtpd.ts";
import { chasquid } from "./servers/chasquid.ts";
import { courier } from "./servers/courier.ts";
import { dovecot } from "./servers/dovecot.ts";
import { exim, eximVrfyDsn } from "./servers/exim.ts";
import { haraka } from "./servers/haraka.ts";
import { maildev } from "./servers/maildev.ts";
import { opensmtpd } from "./servers/opensmtpd.ts";
import { postfix, postfixHardened } from "./servers/postfix.ts";
import { sendmail } from "./servers/sendmail.ts";
import { smtpServer } from "./servers/smtp_server.ts";
import { smtpSink } from "./servers/smtp_sink.ts";

/** In the order of the table. */
export const setups: readonly ServerSetup[] = [
  postfix,
  postfixHardened,
  exim,
  eximVrfyDsn,
  sendmail,
  opensmtpd,
  courier,
  chasquid,
  dovecot,
  aiosmtpd,
  haraka,
  smtpServer,
  maildev,
  smtpSink,
];
