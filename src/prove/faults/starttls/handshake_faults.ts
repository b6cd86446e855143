/** Faults of the TLS handshake: versions, server names, certificates. */
import { key } from "../../../reference/certificate.ts";
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { readHelloVersion, writeAlert, writeServerHello } from "../../../reference/server/hello_record.ts";
import type { Fault } from "../../fault.ts";
import { anew } from "../../mutations.ts";
import { expired, forAnotherHost, notYetValid, selfSigned, withoutNames, withPartialWildcard } from "./certificates.ts";

const handshakeFailure = 40; // RFC 5246 §7.2
const internalError = 80; // RFC 5246 §7.2
/** The octets of a ClientHello with one cipher suite and no extension, its record header included (RFC 5246 §7.4.1.2). */
const shortestHello = 50;
const unrecognizedName = 112; // RFC 6066 §9

/** Answers some ClientHellos itself. */
function answering(answer: (octets: string, version: number) => string | undefined): Mutation {
  return ({ answerHello }) => ({
    answerHello: (octets) => {
      const version = readHelloVersion(octets);
      return (version === undefined ? undefined : answer(octets, version)) ?? answerHello(octets);
    },
  });
}

const layerOf = (octets: string) => octets.charCodeAt(1) * 256 + octets.charCodeAt(2);

const certificateFault = (id: string, description: string, cert: string, caughtBy: readonly string[]): Fault => ({
  id: `certificate-${id}`,
  description: `shows a certificate that ${description}`,
  caughtBy: caughtBy.flatMap((what) => [
    `starttls/${what === "dates" ? "versions/certificate-dates" : `certificate/${what}`}`,
    `starttls/certificate/mx-${what}`,
    `implicit_tls/handshake/certificate-${what}`,
  ]),
  // Whatever is wrong with it, nobody vouches for it.
  alsoSeenBy: ["starttls/certificate", "implicit_tls/handshake/certificate-chain"],
  mutation: () => ({ identity: { cert, key } }),
});

const brokenHandshakes = ["broken-record", "alert", "half-a-hello", "one-octet", "zeros"];

/** The handshake. */
export const handshakeFaults: readonly Fault[] = [
  {
    id: "tls-broken-by-a-client",
    description: "fails the handshake of a client that follows one which aborted its own",
    caughtBy: [
      ...["no-tls-at-all", ...brokenHandshakes].map((name) => `starttls/command/after-a-failed-handshake[${name}]`),
      ...["plain-text", ...brokenHandshakes].map((name) => `implicit_tls/session/after-a-failed-handshake[${name}]`),
    ],
    isSequential: true,
    mutation: anew(() => {
      let isBroken = false;
      return ({ answerHello }) => ({
        answerHello: (octets) => {
          const wasBroken = isBroken;
          isBroken = octets.length < shortestHello;
          return wasBroken ? writeAlert(internalError) : answerHello(octets);
        },
      });
    }),
  },
  ...[
    { version: 0x0301, name: "tls-1.0" },
    { version: 0x0302, name: "tls-1.1" },
  ].map(({ version, name }): Fault => ({
    id: `agrees-on-${name}`,
    description: `agrees on ${name.toUpperCase().replace("-", " ")}`,
    caughtBy: [
      `starttls/versions/old-version[${name}]`,
      `starttls/versions/old-version-submission[${name}]`,
      `implicit_tls/handshake/old-version[${name}]`,
    ],
    mutation: answering((_, offered) => offered === version ? writeServerHello(version) : undefined),
  })),
  {
    id: "old-version-other-alert",
    description: "refuses an old version with another alert",
    caughtBy: [],
    warnedBy: ["starttls/versions/alert-for-old-version[tls-1.0]", "starttls/versions/alert-for-old-version[tls-1.1]"],
    mutation: answering((_, offered) => offered < 0x0303 ? writeAlert(handshakeFailure) : undefined),
  },
  {
    id: "record-layer-heeded",
    description: "treats the version of the record layer as the one that is offered",
    caughtBy: ["0300", "0302", "0304", "03ff"].map((layer) =>
      `starttls/versions/version-of-the-record-layer[${layer}]`
    ),
    mutation: answering((octets) =>
      [0x0301, 0x0303].includes(layerOf(octets)) ? undefined : writeAlert(handshakeFailure)
    ),
  },
  {
    id: "record-layer-1.2-refused",
    description: "requires TLS 1.0 as the version of the record layer",
    caughtBy: ["starttls/versions/version-of-the-record-layer[0303]"],
    mutation: answering((octets) => layerOf(octets) === 0x0303 ? writeAlert(handshakeFailure) : undefined),
  },
  {
    id: "short-hello-refused",
    description: "fails at a ClientHello of TLS 1.2 or 1.3 that is short",
    caughtBy: ["starttls/versions/modern-version", "implicit_tls/handshake/modern-version"],
    mutation: answering((octets, offered) =>
      octets.length < 200 && offered >= 0x0303 ? writeAlert(handshakeFailure) : undefined
    ),
  },
  {
    id: "server-name-demanded",
    description: "requires a server name in the handshake",
    caughtBy: ["starttls/versions/server-name[none]"],
    mutation: answering((octets) => octets.includes("mx.test") ? undefined : writeAlert(handshakeFailure)),
  },
  {
    id: "server-name-unknown",
    description: "refuses a server name that it does not recognize",
    caughtBy: ["starttls/versions/server-name[unknown]"],
    mutation: answering((octets) => octets.includes("no-such-host") ? writeAlert(unrecognizedName) : undefined),
  },
  certificateFault("expired", "ran out", expired, ["dates"]),
  certificateFault("not-yet-valid", "does not hold yet", notYetValid, ["dates"]),
  certificateFault("for-another-host", "is for another host", forAnotherHost, ["names-the-host"]),
  certificateFault("without-names", "has a common name only", withoutNames, ["names-the-host"]),
  certificateFault("with-partial-wildcard", "has a wildcard within a label", withPartialWildcard, ["names-the-host"]),
  certificateFault("self-signed", "nobody vouches for", selfSigned, ["chain"]),
];
