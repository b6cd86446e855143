import { assertEquals } from "@std/assert";
import { caseOf } from "../testing/samples.ts";
import { explainSteps } from "./explain_steps.ts";

const blocks = "blocks:\n  idle:\n    - {send: NOOP, reply: {pass: 250, stop: 5xx}}\n";

Deno.test("explainSteps() shows what is given apart from what is judged, with what words and blocks stand for", () => {
  const { steps } = caseOf("given: [RSET, idle]\nsend: HELP # for help\nreply: {pass: 214, inconclusive: any}", blocks);
  assertEquals(explainSteps(steps), [
    "  given (another answer leaves the case inconclusive):",
    "    RSET: sends RSET, passes: 250",
    "    the block idle:",
    "      {send: NOOP, reply: {pass: 250, stop: 5xx}}",
    "          passes: 250",
    "          passes, and ends: 5xx",
    "  send: HELP # for help",
    "  reply: {pass: 214, inconclusive: any}",
    "      passes: 214",
    "      is inconclusive: any answer",
  ]);
});

Deno.test("explainSteps() shows a block among steps as it is judged, and what is given after it", () => {
  const { steps } = caseOf("steps:\n  - use: idle\n  - given: {send: HELP, reply: 2xx}\n", blocks);
  assertEquals(explainSteps(steps), [
    "  the block idle:",
    "    {send: NOOP, reply: {pass: 250, stop: 5xx}}",
    "        passes: 250",
    "        passes, and ends: 5xx",
    "  given (another answer leaves the case inconclusive):",
    "    {send: HELP, reply: 2xx}",
    "        passes: 2xx",
  ]);
});

Deno.test("explainSteps() says what each standard word does", () => {
  const { steps } = caseOf("given: [STARTTLS, login, message]\nreply: 220");
  const lines = explainSteps(steps);
  assertEquals(lines.slice(1, -2), [
    "    STARTTLS: sends STARTTLS, passes: 220; makes a TLS handshake; sends $hello $client, passes: 250",
    "    login: logs in, passes: 235",
    "    message: sends a message, passes: 2xx",
  ]);
});

Deno.test("explainSteps() shows the outcomes of a pipeline, a closing and a read-back", () => {
  const { steps } = caseOf(
    "steps:\n  - pipeline: [RSET, {send: NOOP, reply: {pass: 250, fail: {code: 5xx, because: it is known}}}]\n" +
      "  - {delivered: {to: $rcpt, containing: $token}}\n  - {closes: allowed, silence: 1s}\n",
  );
  assertEquals(explainSteps(steps), [
    "  pipeline: [RSET, {send: NOOP, reply: {pass: 250, fail: {code: 5xx, because: it is known}}}]",
    "      passes: 250",
    "      passes: 250",
    "      fails: 5xx (it is known)",
    "  {delivered: {to: $rcpt, containing: $token}}",
    "      passes: 1 delivered",
    "  {closes: allowed, silence: 1s}",
    "      passes, and ends: the server closes",
    "      passes: no octet for 1.0 s",
  ]);
});
