/** The scripted server in tests, with the certificates in `src/testdata/tls/`. */
import type { Script } from "../peer/script.ts";
import { type ScriptedServer, startServer } from "../peer/scripted_server.ts";
import type { Certificates } from "../peer/scripted_session.ts";
import { readData } from "./golden.ts";

/** The certificates of our tests. */
export const certificates: Certificates = {
  key: readData("tls/mx.key"),
  mx: readData("tls/mx.pem"),
  expired: readData("tls/expired.pem"),
  root: readData("tls/root.pem"),
};

/** Starts a server, hands it to the test, and stops it whatever the outcome. */
export async function withServer<Result>(
  script: Script,
  test: (server: ScriptedServer) => Promise<Result>,
): Promise<Result> {
  const server = await startServer(script, certificates);
  try {
    return await test(server);
  } finally {
    await server.stop();
  }
}
