/** The npm package smtp-server, a library: the hosting script decides about recipients, relaying and trace fields. */
import type { ServerSetup } from "../server_setup.ts";

const source = "`types.d.ts` of the package";

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
  settings: [
    {
      cases: ["lmtp/lmtp/lhlo", "submission/submission/offers[enhancedstatuscodes]"],
      description: "`hideENHANCEDSTATUSCODES: false` prevents it",
      source,
    },
    {
      cases: ["implicit_tls/session/cipher-in-trace", "submission/message/message-id"],
      description: "The hosting script writes trace fields, and adds no others",
      source: "`hosts/smtp_server.mjs`",
    },
    { cases: ["submission/submission/offers[dsn]"], description: "`hideDSN: false` prevents it", source },
    {
      cases: [
        "mail/parameters/unknown",
        "mail/parameters/unknown-after-known",
        "rcpt/syntax/unknown-parameter",
        "8bitmime/body/parameter-of-rcpt",
        "size/size/parameter-of-rcpt",
      ],
      description:
        "The library hands all parameters to its host, in `args` of an address, and leaves it to the host to " +
        "refuse them",
      source,
    },
  ],
};
