/** The npm package smtp-server, a library: the hosting script decides about recipients, relaying and trace fields. */
import type { ServerSetup } from "../server_setup.ts";

export const smtpServer: ServerSetup = {
  name: "smtp-server",
  title: "smtp-server (npm)",
  packages: { from: "npm", name: "smtp-server", version: "3.21.6" },
  roles: ["mx", "submission", "submissions", "lmtp"],
  users: [],
  state: [],
  files: () => ({}),
  host: "smtp_server.mjs",
  start: () => "exec node /matrix/smtp_server.mjs\n",
  description: ["A library: recipients, relaying, trace fields and delivery are the hosting script's."],
  settings: [{ cases: "lmtp/lmtp/lhlo", description: "`hideENHANCEDSTATUSCODES: false` prevents it." }],
};
