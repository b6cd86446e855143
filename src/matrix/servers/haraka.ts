/** Haraka: its own plugins for TLS and AUTH; a plugin of ours for recipients, delivery and trace fields of delivery. */
import { password, user } from "../fixtures.ts";
import type { ServerSetup } from "../server_setup.ts";

const source = "`CoreConfig.md`";

export const haraka: ServerSetup = {
  name: "haraka",
  title: "Haraka",
  packages: { from: "npm", name: "Haraka", version: "3.3.4" },
  roles: ["mx", "submission", "submissions"],
  users: [],
  state: [],
  files: ({ mx, submission, submissions }) => ({
    "/matrix/config/smtp.ini":
      `listen=127.0.0.1:${mx},127.0.0.1:${submission},127.0.0.1:${submissions}\nsmtps_port=${submissions}\nnodes=0\n`,
    "/matrix/config/plugins": "tls\nauth/flat_file\nhost\n",
    "/matrix/config/host_list": "mx.test\n",
    "/matrix/config/me": "mx.test\n",
    "/matrix/config/tls.ini": "key=/matrix/key.pem\ncert=/matrix/certificate.pem\n",
    "/matrix/config/auth_flat_file.ini":
      `[core]\nmethods=PLAIN,LOGIN,CRAM-MD5\nconstrain_sender=false\n[users]\n${user}=${password}\n`,
    "/matrix/config/log.ini": "level=error\n",
  }),
  host: "haraka_plugin.js",
  start: () =>
    `mkdir -p /matrix/plugins /matrix/queue
mv /matrix/haraka_plugin.js /matrix/plugins/host.js
cp -n /matrix/node_modules/Haraka/config/connection.ini /matrix/config/
exec node /matrix/node_modules/Haraka/bin/haraka -c /matrix
`,
  description: [
    "Recipients, relaying, Return-Path and delivery are those of a plugin of the matrix; Haraka has plugins for them.",
    "Haraka requires AUTH before MAIL only on the ports 587 and 465: the plugin does it here.",
  ],
  settings: [
    {
      cases: ["limits/text_line"],
      description: "`data_line_length` of `connection.ini`, 992 by default, decides where a line is folded",
      source,
    },
    {
      cases: [
        "auth/mail_parameter/long-line",
        "auth/plain/parts-of-255-octets",
        "limits/overlong/command-line",
        "limits/overlong/path",
      ],
      description: "`line_length` of `connection.ini`, 512 by default, decides from which length on it closes",
      source,
    },
    {
      cases: [
        "mail/parameters/unknown",
        "mail/parameters/unknown-after-known",
        "rcpt/syntax/unknown-parameter",
        "8bitmime/body/parameter-of-rcpt",
        "size/size/parameter-of-rcpt",
      ],
      description: "Haraka hands all parameters to its plugins, and leaves it to them to refuse some",
      source: "`Plugins.md`, hooks `mail` and `rcpt`",
    },
    {
      cases: ["auth/command/plain-in-the-clear"],
      description: "`auth/flat_file` does so for private addresses only, such as that of the client here",
      source: "`auth/flat_file.md`",
    },
  ],
};
