/** The behaviour of a right server. Where the RFCs leave room it takes the stricter side. */
import { certificate, key } from "../certificate.ts";
import { auth, decodeBase64, respond } from "./auth.ts";
import type { Behaviour, Handler, Sizes } from "./behaviour.ts";
import { greetBack, offers } from "./hello.ts";
import { refuseOldVersion } from "./hello_record.ts";
import { cutLine, flawOf, readCommand } from "./line.ts";
import { mail, mailParameters } from "./mail.ts";
import { mechanisms } from "./mechanisms.ts";
import { bdat, data, endChunk, endText, refuseMessage } from "./message.ts";
import { hasTwice, isXtext, readParameters } from "./parameters.ts";
import { isDomainOrLiteral, readPath } from "./path.ts";
import { notify } from "./notice.ts";
import { expn, help, noop, quit, rset, startTls, vrfy } from "./plain_commands.ts";
import { isOriginalRecipient, rcpt, rcptParameters, resolve } from "./rcpt.ts";
import { reply, writeReply } from "./reply.ts";
import { freshState, replyWith } from "./state.ts";
import { complete, refuseDomain } from "./submission.ts";
import { findEnd, unstuff } from "./text.ts";
import { store, trace } from "./trace.ts";

/** What the extensions add to the 512 octets of a command line (RFC 5321 §4.5.3.1.4). */
const longer: Readonly<Record<string, number>> = {
  // SIZE RFC 1870 §3, BODY=BINARYMIME RFC 3030 §3, SMTPUTF8 RFC 6531 §3.1, AUTH RFC 4954 §3, RET and ENVID RFC 3461 §5.4
  MAIL: 26 + 16 + 10 + 500 + 9 + 107,
  RCPT: 36 + 507, // NOTIFY and ORCPT, RFC 3461 §5.4
  AUTH: 12288, // RFC 4954 §4
};

const sizes: Sizes = {
  message: 1_000_000, // our choice: above all that the cases send, and soon full
  textLine: 1000, // RFC 5321 §4.5.3.1.6
  localPart: 64, // RFC 5321 §4.5.3.1.1
  domain: 255, // RFC 5321 §4.5.3.1.2
  path: 256, // RFC 5321 §4.5.3.1.3
  response: 12288, // RFC 4954 §4
  recipients: 120, // our choice: above the 100 of RFC 5321 §4.5.3.1.8, and soon full
  commandLine: (verb) => 512 + (longer[verb] ?? 0),
};

const commands: ReadonlyMap<string, Handler> = new Map([
  ["EHLO", greetBack("EHLO")],
  ["HELO", greetBack("HELO")],
  ["LHLO", greetBack("LHLO")],
  ["MAIL", mail],
  ["RCPT", rcpt],
  ["DATA", data],
  ["BDAT", bdat],
  ["RSET", rset],
  ["NOOP", noop],
  ["QUIT", quit],
  ["VRFY", vrfy],
  ["EXPN", expn],
  ["HELP", help],
  ["STARTTLS", startTls],
  ["AUTH", auth],
]);

/** All points, each right. */
export const rightBehaviour: Behaviour = {
  sizes,
  greet: ({ domain }) => [reply("220", `${domain} ESMTP reference server of smtpspec`)],
  cutLine,
  flawOf,
  readCommand,
  commands,
  unknown: (state) => replyWith(state, reply("500 5.5.1", "Command not recognized")),
  refuseLine: (state, why) => replyWith(state, reply("500 5.5.2", why)),
  offers,
  readPath,
  readParameters,
  mailParameters,
  rcptParameters,
  hasTwice,
  isOriginalRecipient,
  isDomainOrLiteral: (text) => isDomainOrLiteral(text, { isUtf8: false }),
  isXtext,
  resolve,
  refuseDomain,
  reset: (state) => ({ ...state, sender: undefined, recipients: [], chunks: undefined }),
  findEnd,
  unstuff,
  refuseMessage,
  endText,
  endChunk,
  mechanisms,
  decodeBase64,
  respond,
  complete,
  trace,
  store,
  notify,
  deliver: (delivery) => delivery,
  keepInput: (rest, { next }) => next.kind === "tls" || next.kind === "close" ? "" : rest,
  // RFC 3207 §4.2: all that was learned before is cleared.
  enterTls: ({ port }) => ({ ...freshState(port), isTls: true }),
  identity: { cert: certificate, key },
  clearBeforeTls: () => 0,
  answerHello: refuseOldVersion,
  greetInTls: () => [],
  writeReply,
  closing: "fin",
};
