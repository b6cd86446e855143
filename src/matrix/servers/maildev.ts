/** maildev, a mail catcher for developers: it accepts mail from anybody for anybody. */
import type { ServerSetup } from "../server_setup.ts";

export const maildev: ServerSetup = {
  name: "maildev",
  title: "maildev",
  packages: { from: "npm", name: "maildev", version: "3.0.0" },
  roles: ["mx"],
  users: [],
  state: [],
  files: () => ({}),
  start: ({ mx }) =>
    `exec node /matrix/node_modules/maildev/dist/bin/maildev.js --smtp ${mx} --ip 127.0.0.1 --max-message-size 20000000 --disable-web --silent\n`,
  readBack: "none",
  checksRecipients: false,
  isTool: true,
  description: [
    "A tool for developers, not a mail server: it accepts mail for everybody, and keeps it where no mailbox can be read. " +
    "It is built on the engine of smtp-server (npm), 3.21.6, and shares its violations.",
  ],
};
