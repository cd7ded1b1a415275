import { HelmwatchError } from "@helmwatch/core/plugin";

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ETIMEDOUT: "the connection timed out",
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "the name server does not answer",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "the answer stopped coming",
  UND_ERR_SOCKET: "the connection was closed before the answer was complete",
  "bad port": "fetch blocks this port (https://fetch.spec.whatwg.org/#port-blocking)",
};

/** An error under a fetch. Of several tried addresses (an AggregateError), the first tells the story. */
interface Cause {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  /** What OpenSSL says, without its line numbers. */
  readonly reason?: string;
  readonly cause?: Cause;
  readonly errors?: readonly Cause[];
}

/** What went wrong under a fetch, in words; `shown` is the address without secrets. */
export function transportError(error: unknown, shown: string): HelmwatchError {
  const { name, code = "", reason, message = "" } = innermost(error as Cause);
  const more = { cause: error, facts: { url: shown, ...(code === "" ? {} : { cause: code }) } };
  if (name === "HTTPParserError") return new HelmwatchError("MONITOR_BAD_ANSWER", `${shown} does not speak HTTP`, more);
  if (/^Z_/.test(code))
    return new HelmwatchError("MONITOR_BAD_ANSWER", `${shown} sent a body that does not decompress`, more);
  if (/CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(code)) {
    const hint = /SSL|EPROTO/.test(code)
      ? "is this a port for https?"
      : "trust its authority (NODE_EXTRA_CA_CERTS), or set insecure: true";
    return new HelmwatchError("MONITOR_UNREACHABLE", `no TLS with ${shown}: ${reason ?? firstLine(message)}`, {
      ...more,
      hint,
    });
  }
  return new HelmwatchError(
    "MONITOR_UNREACHABLE",
    `cannot reach ${shown}: ${words[code] ?? words[message] ?? firstLine(message)}`,
    more,
  );
}

function innermost(error: Cause): Cause {
  const next = error.cause ?? (error.code === undefined ? error.errors?.[0] : undefined);
  return next === undefined ? error : innermost(next);
}

/** Without the advice that newer versions of Node.js add after a semicolon. */
const firstLine = (text: string) => text.trim().split(/\n|; /)[0]!;
