import type { ChartSource } from "@helmwatch/helm";

/** A chart with nothing asked for but what is said. */
export function chartSource(source: Partial<ChartSource>): ChartSource {
  const flags = { insecure: false, plainHttp: false, passCredentials: false, verify: false };
  return { name: "", ...flags, skipDependencyUpdate: false, skipRefresh: false, ...source };
}
