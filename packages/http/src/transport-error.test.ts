import { expect, it } from "vitest";
import { transportError } from "./transport-error.js";

const failed = (cause: object) => Object.assign(new TypeError("fetch failed"), { cause });

it.each<[cause: object, code: string, message: string]>([
  [{ code: "ECONNREFUSED" }, "MONITOR_UNREACHABLE", "cannot reach http://h: connection refused"],
  [{ errors: [{ code: "ENETUNREACH" }, {}] }, "MONITOR_UNREACHABLE", "cannot reach http://h: no route to the network"],
  [{ message: "odd\nthing" }, "MONITOR_UNREACHABLE", "cannot reach http://h: odd"],
  [
    { code: "CERT_HAS_EXPIRED", message: "certificate has expired" },
    "MONITOR_UNREACHABLE",
    "no TLS with http://h: certificate has expired",
  ],
  [{ name: "HTTPParserError" }, "MONITOR_BAD_ANSWER", "http://h does not speak HTTP"],
  [{ code: "Z_DATA_ERROR" }, "MONITOR_BAD_ANSWER", "http://h sent a body that does not decompress"],
])("tells %j as %s", (cause, code, message) => {
  expect(transportError(failed(cause), "http://h")).toMatchObject({ code, message });
});
