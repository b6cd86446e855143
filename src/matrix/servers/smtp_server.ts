/** The npm package smtp-server, a library: the hosting script decides about recipients, relaying and trace fields. */
import type { ServerSetup } from "../server_setup.ts";

export const smtpServer: ServerSetup = {
  name: "smtp-server",
  title: "smtp-server (npm)",
  packages: { from: "npm", name: "smtp-server", version: "3.21.6" },
  software: "smtp-server",
  roles: ["mx", "submission", "submissions", "lmtp"],
  users: [],
  state: [],
  files: () => ({}),
  host: "smtp_server.mjs",
  start: () => "exec node /matrix/smtp_server.mjs\n",
  description: ["A library: recipients, relaying, trace fields and delivery are the hosting script's."],
  remedies: [{
    cases: ["implicit_tls/session/cipher-in-trace", "submission/message/message-id"],
    remark: "The hosting script writes trace fields, and adds no others",
    source: "`hosts/smtp_server.mjs`",
  }],
};
