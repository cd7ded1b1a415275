import { createHash } from "node:crypto";
import type { ChartSource, Repository } from "./chart-source.js";

/**
 * A repository entry for a chart with an address or access of its own. In repositories.yaml rather than in flags, since
 * `helm pull --password` would show the password to everyone who lists processes.
 */
export function ownRepository(
  from: Pick<Repository, "url"> & Partial<Repository>,
  chart: Partial<ChartSource>,
): Repository {
  const { username, password, caFile, certFile, keyFile } = chart;
  const entry = {
    ...from,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    insecureSkipTlsVerify: chart.insecure === true || from.insecureSkipTlsVerify === true,
    passCredentialsAll: chart.passCredentials === true || from.passCredentialsAll === true,
  };
  const key = createHash("sha256").update(JSON.stringify(entry)).digest("hex").slice(0, 16);
  return { ...entry, name: `helmwatch-${key}` };
}

/** Whether a chart says how to reach its repository other than the repository itself does. */
export function hasOwnAccess(chart: ChartSource): boolean {
  const { username, caFile, certFile, insecure, passCredentials } = chart;
  return username !== undefined || caFile !== undefined || certFile !== undefined || insecure || passCredentials;
}
