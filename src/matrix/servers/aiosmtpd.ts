/** aiosmtpd, a Python library: the hosting script decides about recipients, relaying and trace fields. */
import type { ServerSetup } from "../server_setup.ts";

export const aiosmtpd: ServerSetup = {
  name: "aiosmtpd",
  title: "aiosmtpd",
  packages: { from: "debian", names: ["python3-aiosmtpd"] },
  software: "aiosmtpd",
  roles: ["mx", "submission", "submissions", "lmtp"],
  users: [],
  state: [],
  files: () => ({}),
  host: "aiosmtpd_host.py",
  start: () => "exec /usr/bin/python3 /matrix/aiosmtpd_host.py\n",
  description: [
    "A library: recipients, relaying, trace fields, delivery and the replies of LMTP to each recipient are the hosting " +
    "script's.",
  ],
  remedies: [{
    cases: ["implicit_tls/session/cipher-in-trace", "submission/message/message-id"],
    remark: "The hosting script writes trace fields, and adds no others",
    source: "`hosts/aiosmtpd_host.py`",
  }],
};
