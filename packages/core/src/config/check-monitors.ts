import type { CheckInput } from "./check-input.js";
import type { MonitorConfig } from "./config.js";
import type { Finding } from "./finding.js";
import type { Path } from "./source-map.js";

export function checkMonitors({ data, monitors, releases }: CheckInput): Finding[] {
  const limits = monitors.flatMap(({ index, value }) => checkLimits(value, ["monitors", index]));
  const allRead = !Array.isArray(data.releases) || data.releases.length === releases.length;
  if (!allRead) return limits;
  const used = new Set(releases.flatMap(({ value }) => value.monitors.map(({ name }) => name)));
  const unused = monitors.filter(({ value }) => !used.has(value.name) && value.needsReleases);
  return [
    ...limits,
    ...unused.map(
      ({ index, value }): Finding => ({
        code: "CONFIG_MONITOR_UNUSED",
        severity: "warning",
        message: `no release refers to monitor "${value.name}", so it is not run`,
        path: ["monitors", index, "name"],
        hint: `add it to "monitors" of a release`,
      }),
    ),
  ];
}

function checkLimits(monitor: MonitorConfig, path: Path): Finding[] {
  const { totalTimeoutMs, iterationTimeoutMs, intervalMs, initialDelayMs, successThreshold, counting } = monitor;
  const findings: Finding[] = [];
  const total = seconds(totalTimeoutMs);
  if (totalTimeoutMs < iterationTimeoutMs)
    findings.push({
      code: "CONFIG_INVALID",
      message: `total_timeout (${total}) is less than iteration_timeout (${seconds(iterationTimeoutMs)})`,
      path: [...path, "total_timeout"],
    });
  const needed = initialDelayMs + intervalMs * (successThreshold - 1);
  if (needed >= totalTimeoutMs)
    findings.push({
      code: "CONFIG_NEVER_PASSES",
      message: `monitor "${monitor.name}" can never pass: ${successThreshold} checks every ${seconds(intervalMs)} take ${seconds(needed)}, total_timeout is ${total}`,
      path: [...path, "total_timeout"],
      hint: `set total_timeout above ${seconds(needed)}, or lower interval or success_threshold`,
    });
  if (typeof counting === "object" && successThreshold > counting.window)
    findings.push({
      code: "CONFIG_NEVER_PASSES",
      message: `monitor "${monitor.name}" can never pass: success_threshold ${successThreshold} is more than the window of ${counting.window}`,
      path: [...path, "counting", "window"],
    });
  return findings;
}

function seconds(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 || ms > 1000 ? `${ms / 1000}s` : `${ms}ms`;
}
