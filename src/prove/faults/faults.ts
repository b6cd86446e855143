/** The table of faults. */
import { authFaults } from "./auth/auth_faults.ts";
import { authLineFaults } from "./auth/odd_line_faults.ts";
import { bodyFaults } from "./8bitmime/body_faults.ts";
import { utf8Faults } from "./smtputf8/utf8_faults.ts";
import { binaryFaults } from "./chunking/binary_faults.ts";
import { chunkArgumentFaults } from "./chunking/chunk_argument_faults.ts";
import { chunkContentFaults } from "./chunking/chunk_content_faults.ts";
import { chunkSequenceFaults } from "./chunking/chunk_sequence_faults.ts";
import { chunkingFaults } from "./chunking/chunking_faults.ts";
import { codeFaults } from "./replies/code_faults.ts";
import { commandFaults } from "./commands/command_faults.ts";
import { contentFaults } from "./transparency/content_faults.ts";
import { declaredFaults } from "./size/declared_faults.ts";
import { deliveryFaults } from "./rcpt/delivery_faults.ts";
import { dotFaults } from "./transparency/dot_faults.ts";
import { endOfDataFaults } from "./smuggling/end_of_data_faults.ts";
import { envelopeFaults } from "./mail/envelope_faults.ts";
import { exchangeFaults } from "./auth/exchange_faults.ts";
import { dsnFaults } from "./dsn/dsn_faults.ts";
import { statusFaults } from "./enhanced_codes/status_faults.ts";
import { greetingFormFaults } from "./greeting/greeting_form_faults.ts";
import { etrnFaults } from "./etrn/etrn_faults.ts";
import { deliverByFaults } from "./deliverby/deliverby_faults.ts";
import { announcedLimitFaults } from "./limits_extension/announced_limit_faults.ts";
import { mailParameterFaults } from "./mail/parameter_faults.ts";
import { messageEndFaults } from "./data/message_end_faults.ts";
import { quitFaults } from "./commands/quit_faults.ts";
import { untouchedFaults } from "./sequence/untouched_faults.ts";
import { refusedRecipientFaults } from "./pipelining/refused_recipient_faults.ts";
import { starttlsCommandFaults } from "./starttls/starttls_command_faults.ts";
import { lineEndFaults } from "./smuggling/line_end_faults.ts";
import { recipientFaults } from "./rcpt/recipient_faults.ts";
import { implicitTlsFaults } from "./implicit_tls/session_faults.ts";
import type { Fault } from "../fault.ts";
import { handshakeFaults } from "./starttls/handshake_faults.ts";
import { greetingFaults } from "./greeting/greeting_faults.ts";
import { headerFaults } from "./trace/header_faults.ts";
import { helloFaults } from "./ehlo/hello_faults.ts";
import { injectionFaults } from "./trace/injection_faults.ts";
import { inputFaults } from "./pipelining/input_faults.ts";
import { inquiryFaults } from "./commands/inquiry_faults.ts";
import { isolationFaults } from "./sequence/isolation_faults.ts";
import { keywordFaults } from "./ehlo/keyword_faults.ts";
import { limitFaults } from "./limits/limit_faults.ts";
import { offerFaults } from "./auth/offer_faults.ts";
import { sanityFaults } from "./sanity/sanity_faults.ts";
import { scramFaults } from "./auth/scram_faults.ts";
import { lmtpDeliveryFaults } from "./lmtp/lmtp_delivery_faults.ts";
import { lmtpFaults } from "./lmtp/lmtp_faults.ts";
import { longSessionFaults } from "./sequence/long_session_faults.ts";
import { loginFaults } from "./auth/login_faults.ts";
import { plainFaults } from "./auth/plain_faults.ts";
import { literalFaults } from "./mail/literal_faults.ts";
import { localPartFaults } from "./mail/local_part_faults.ts";
import { messageFaults } from "./data/message_faults.ts";
import { nameFaults } from "./ehlo/name_faults.ts";
import { noticeFaults } from "./dsn/notice_faults.ts";
import { overlongFaults } from "./limits/overlong_faults.ts";
import { pathFaults } from "./mail/path_faults.ts";
import { pipeliningFaults } from "./pipelining/pipelining_faults.ts";
import { portFaults } from "./submission/port_faults.ts";
import { rareFaults } from "./rare_parameters/rare_faults.ts";
import { refusalFaults } from "./data/refusal_faults.ts";
import { inheritedParameterFaults } from "./rcpt/inherited_parameter_faults.ts";
import { afterRefusalFaults } from "./sequence/after_refusal_faults.ts";
import { relayFaults } from "./rcpt/relay_faults.ts";
import { legalInputFaults } from "./replies/legal_input_faults.ts";
import { oddPathFaults } from "./mail/odd_path_faults.ts";
import { oddLineFaults } from "./replies/odd_line_faults.ts";
import { replyFaults } from "./replies/reply_faults.ts";
import { sizeFaults, transferFaults } from "./size/size_faults.ts";
import { sessionFaults } from "./sequence/session_faults.ts";
import { smugglingFaults } from "./smuggling/smuggling_faults.ts";
import { tlsFaults } from "./starttls/tls_faults.ts";
import { tableFaults } from "./replies/table_faults.ts";
import { submissionLoginFaults } from "./submission/submission_login_faults.ts";
import { submissionMessageFaults } from "./submission/submission_message_faults.ts";
import { submissionSessionFaults } from "./submission/submission_session_faults.ts";
import { tokenFaults } from "./auth/token_faults.ts";
import { traceFaults } from "./trace/trace_faults.ts";
import { trafficFaults } from "./starttls/traffic_faults.ts";
import { transactionFaults } from "./sequence/transaction_faults.ts";
import { toolFaults } from "./commands/tool_faults.ts";
import { unchangedFaults } from "./transparency/unchanged_faults.ts";
import { verbFaults } from "./commands/verb_faults.ts";

/** All faults, by area. */
export const faults: readonly Fault[] = [
  ...replyFaults,
  ...legalInputFaults,
  ...oddLineFaults,
  ...codeFaults,
  ...statusFaults,
  ...tableFaults,
  ...endOfDataFaults,
  ...limitFaults,
  ...overlongFaults,
  ...traceFaults,
  ...headerFaults,
  ...injectionFaults,
  ...messageFaults,
  ...messageEndFaults,
  ...contentFaults,
  ...unchangedFaults,
  ...dotFaults,
  ...refusalFaults,
  ...deliveryFaults,
  ...chunkingFaults,
  ...chunkArgumentFaults,
  ...chunkContentFaults,
  ...chunkSequenceFaults,
  ...binaryFaults,
  ...inputFaults,
  ...pipeliningFaults,
  ...refusedRecipientFaults,
  ...portFaults,
  ...lmtpFaults,
  ...lmtpDeliveryFaults,
  ...smugglingFaults,
  ...lineEndFaults,
  ...tlsFaults,
  ...trafficFaults,
  ...starttlsCommandFaults,
  ...handshakeFaults,
  ...implicitTlsFaults,
  ...submissionLoginFaults,
  ...submissionSessionFaults,
  ...submissionMessageFaults,
  ...rareFaults,
  ...announcedLimitFaults,
  ...deliverByFaults,
  ...etrnFaults,
  ...dsnFaults,
  ...noticeFaults,
  ...bodyFaults,
  ...utf8Faults,
  ...sizeFaults,
  ...declaredFaults,
  ...transferFaults,
  ...pathFaults,
  ...oddPathFaults,
  ...localPartFaults,
  ...literalFaults,
  ...relayFaults,
  ...inheritedParameterFaults,
  ...recipientFaults,
  ...envelopeFaults,
  ...mailParameterFaults,
  ...verbFaults,
  ...commandFaults,
  ...quitFaults,
  ...toolFaults,
  ...plainFaults,
  ...loginFaults,
  ...scramFaults,
  ...tokenFaults,
  ...inquiryFaults,
  ...authFaults,
  ...offerFaults,
  ...exchangeFaults,
  ...authLineFaults,
  ...keywordFaults,
  ...helloFaults,
  ...nameFaults,
  ...greetingFaults,
  ...greetingFormFaults,
  ...sessionFaults,
  ...afterRefusalFaults,
  ...longSessionFaults,
  ...isolationFaults,
  ...transactionFaults,
  ...untouchedFaults,
  ...sanityFaults,
];
