/** The servers of the matrix. */
import type { Kit } from "./kit.ts";
import { aiosmtpd } from "./servers/aiosmtpd.ts";
import { exim } from "./servers/exim.ts";
import { postfix, postfixHardened } from "./servers/postfix.ts";
import { smtpServer } from "./servers/smtp_server.ts";

/** In the order of the table. */
export const kits: readonly Kit[] = [postfix, postfixHardened, exim, aiosmtpd, smtpServer];
