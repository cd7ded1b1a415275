import type { ChartConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import { type GitReference, gitForm, gitReference } from "./git-reference.js";

/** Keys of a chart that say nothing to git, and those that only its https knows. */
const meaningless = ["repoUrl", "plainHttp", "passCredentials", "verify", "keyring"] as const;
const onlyHttp = ["username", "password", "caFile", "certFile", "keyFile", "insecure"] as const;

/** `index`: of the release, in the file. */
export function checkGitChart(chart: ChartConfig, index: number): GitReference | Finding {
  const at = { code: "CHART_INVALID", path: ["releases", index, "chart"] } as const;
  const reference = gitReference(chart.name);
  if ("problem" in reference)
    return { ...at, message: `chart "${chart.name}": ${reference.problem}`, hint: `expected ${gitForm}` };
  const isHttp = /^https?:/.test(reference.url);
  const key = [...meaningless, ...(isHttp ? [] : onlyHttp)].find(
    (key) => chart[key] !== undefined && chart[key] !== false,
  );
  if (key === undefined) return reference;
  const written = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const [scheme] = reference.url.split(":");
  return { ...at, message: `chart "${chart.name}": ${written} means nothing to git over ${scheme}`, hint: "remove it" };
}
