/** Haraka: its own plugins for TLS and AUTH; a plugin of ours for recipients, delivery and trace fields of delivery. */
import { password, user } from "../fixtures.ts";
import type { ServerSetup } from "../server_setup.ts";

export const haraka: ServerSetup = {
  name: "haraka",
  title: "Haraka",
  packages: { from: "npm", name: "Haraka", version: "3.3.4" },
  software: "haraka",
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
};
