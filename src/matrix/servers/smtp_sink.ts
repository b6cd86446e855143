/** smtp-sink, the bit bucket that comes with Postfix: for load tests, not for the Internet. */
import type { ServerSetup } from "../server_setup.ts";

export const smtpSink: ServerSetup = {
  name: "smtp-sink",
  title: "smtp-sink (Postfix)",
  packages: { from: "debian", names: ["postfix", "sasl2-bin", "libsasl2-modules"] },
  roles: ["mx"],
  users: ["postfix"],
  state: [],
  files: () => ({}),
  start: ({ mx }) => `exec smtp-sink -u postfix -h mx.test 127.0.0.1:${mx} 1000\n`,
  readBack: "none",
  checksRecipients: false,
  isTool: true,
  description: ["A tool for load tests, not a mail server: it discards what it receives, and refuses nothing."],
};
