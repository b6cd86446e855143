/** The table of faults. */
import { authFaults } from "./auth_faults.ts";
import { bodyFaults } from "./body_faults.ts";
import { utf8Faults } from "./utf8_faults.ts";
import { binaryFaults } from "./binary_faults.ts";
import { chunkArgumentFaults } from "./chunk_argument_faults.ts";
import { chunkContentFaults } from "./chunk_content_faults.ts";
import { chunkSequenceFaults } from "./chunk_sequence_faults.ts";
import { chunkingFaults } from "./chunking_faults.ts";
import { codeFaults } from "./code_faults.ts";
import { commandFaults } from "./command_faults.ts";
import { contentFaults } from "./content_faults.ts";
import { deliveryFaults } from "./delivery_faults.ts";
import { endOfDataFaults } from "./end_of_data_faults.ts";
import { envelopeFaults } from "./envelope_faults.ts";
import { exchangeFaults } from "./exchange_faults.ts";
import { dsnFaults } from "./dsn_faults.ts";
import type { Fault } from "./fault.ts";
import { handshakeFaults } from "./handshake_faults.ts";
import { greetingFaults } from "./greeting_faults.ts";
import { helloFaults } from "./hello_faults.ts";
import { inputFaults } from "./input_faults.ts";
import { inquiryFaults } from "./inquiry_faults.ts";
import { isolationFaults } from "./isolation_faults.ts";
import { keywordFaults } from "./keyword_faults.ts";
import { limitFaults } from "./limit_faults.ts";
import { offerFaults } from "./offer_faults.ts";
import { scramFaults } from "./scram_faults.ts";
import { lmtpDeliveryFaults } from "./lmtp_delivery_faults.ts";
import { lmtpFaults } from "./lmtp_faults.ts";
import { loginFaults } from "./login_faults.ts";
import { plainFaults } from "./plain_faults.ts";
import { literalFaults } from "./literal_faults.ts";
import { localPartFaults } from "./local_part_faults.ts";
import { messageFaults } from "./message_faults.ts";
import { noticeFaults } from "./notice_faults.ts";
import { pathFaults } from "./path_faults.ts";
import { pipeliningFaults } from "./pipelining_faults.ts";
import { portFaults } from "./port_faults.ts";
import { rareFaults } from "./rare_faults.ts";
import { refusalFaults } from "./refusal_faults.ts";
import { relayFaults } from "./relay_faults.ts";
import { replyFaults } from "./reply_faults.ts";
import { sizeFaults, transferFaults } from "./size_faults.ts";
import { sessionFaults } from "./session_faults.ts";
import { smugglingFaults } from "./smuggling_faults.ts";
import { tlsFaults } from "./tls_faults.ts";
import { tableFaults } from "./table_faults.ts";
import { submissionLoginFaults } from "./submission_login_faults.ts";
import { submissionMessageFaults } from "./submission_message_faults.ts";
import { submissionSessionFaults } from "./submission_session_faults.ts";
import { tokenFaults } from "./token_faults.ts";
import { traceFaults } from "./trace_faults.ts";
import { transactionFaults } from "./transaction_faults.ts";
import { verbFaults } from "./verb_faults.ts";

/** All faults, by area. */
export const faults: readonly Fault[] = [
  ...replyFaults,
  ...codeFaults,
  ...tableFaults,
  ...endOfDataFaults,
  ...limitFaults,
  ...traceFaults,
  ...deliveryFaults,
  ...messageFaults,
  ...contentFaults,
  ...refusalFaults,
  ...chunkingFaults,
  ...chunkArgumentFaults,
  ...chunkContentFaults,
  ...chunkSequenceFaults,
  ...binaryFaults,
  ...inputFaults,
  ...pipeliningFaults,
  ...portFaults,
  ...lmtpFaults,
  ...lmtpDeliveryFaults,
  ...smugglingFaults,
  ...tlsFaults,
  ...handshakeFaults,
  ...submissionLoginFaults,
  ...submissionSessionFaults,
  ...submissionMessageFaults,
  ...rareFaults,
  ...dsnFaults,
  ...noticeFaults,
  ...bodyFaults,
  ...utf8Faults,
  ...sizeFaults,
  ...transferFaults,
  ...pathFaults,
  ...localPartFaults,
  ...literalFaults,
  ...relayFaults,
  ...envelopeFaults,
  ...verbFaults,
  ...commandFaults,
  ...plainFaults,
  ...loginFaults,
  ...scramFaults,
  ...tokenFaults,
  ...inquiryFaults,
  ...authFaults,
  ...offerFaults,
  ...exchangeFaults,
  ...keywordFaults,
  ...helloFaults,
  ...greetingFaults,
  ...sessionFaults,
  ...isolationFaults,
  ...transactionFaults,
];
