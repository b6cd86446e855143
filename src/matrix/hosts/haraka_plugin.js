// A plugin for Haraka, as its operator would write one: known recipients, no relaying without AUTH, a Maildir for alice.
const DSN = require("haraka-dsn");
"use strict";
const fs = require("node:fs");
const { domain, user, userCount, maildir, ports } = JSON.parse(fs.readFileSync("/matrix/facts.json", "utf8"));
const known = new Set(["postmaster", user]);
for (let number = 1; number <= userCount; number++) known.add(`user${number}`);
for (const part of ["new", "cur", "tmp"]) fs.mkdirSync(`${maildir}/${part}`, { recursive: true });
let delivered = 0;

// Quotes and backslashes are no part of a local part (RFC 5321 §4.1.2).
function nameOf({ user: local }) {
  const plain = local.startsWith('"') ? local.slice(1, -1).replace(/\\(.)/g, "$1") : local;
  return plain.toLowerCase();
}

exports.hook_mail = (next, connection, [sender]) => {
  const needsAuth = [ports.submission, ports.submissions].includes(connection.local.port);
  if (needsAuth && !connection.relaying) return next(DENY, DSN.sec_unspecified("Authentication required", 530));
  const isPart = sender.host && !sender.host.includes(".") && !sender.host.startsWith("[");
  // RFC 6409 §4.2
  if (needsAuth && isPart) return next(DENY, DSN.addr_bad_from_syntax("The domain is not fully qualified", 554));
  next();
};

exports.hook_rcpt = (next, connection, [recipient]) => {
  const isOurs = !recipient.host || recipient.host.toLowerCase() === domain;
  if (!isOurs) return connection.relaying ? next(OK) : next(DENY, DSN.relaying_denied());
  if (known.has(nameOf(recipient))) return next(OK);
  next(DENY, DSN.no_such_user());
};

exports.hook_queue = hook_queue;
exports.hook_queue_outbound = hook_queue; // mail of those who may relay is kept here as well

function hook_queue(next, connection) {
  const { transaction } = connection;
  const isAlice = transaction.rcpt_to.some((recipient) =>
    nameOf(recipient) === user && recipient.host?.toLowerCase() === domain
  );
  if (!isAlice) return next(OK);
  const name = `${Date.now()}.${process.pid}_${++delivered}.${domain}`;
  transaction.remove_header("Return-Path"); // RFC 5321 §4.4: final delivery may remove what was received
  const file = fs.createWriteStream(`${maildir}/tmp/${name}`);
  file.write(`Return-Path: ${transaction.mail_from.format()}\n`);
  file.on("error", (error) => next(DENYSOFT, error.message));
  file.on("close", () => {
    fs.renameSync(`${maildir}/tmp/${name}`, `${maildir}/new/${name}`);
    next(OK);
  });
  transaction.message_stream.pipe(file, { line_endings: "\n" });
}
