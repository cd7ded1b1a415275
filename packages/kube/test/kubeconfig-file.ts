import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "helmwatch-kube-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function temporaryFile(name: string, text: string, mode = 0o600): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text, { mode });
  return path;
}

/** A kubeconfig of one context `test`, cluster `test-cluster`, user `test-user`. JSON is YAML. */
export function kubeconfigFile(cluster: Record<string, unknown>, user: Record<string, unknown> = {}): string {
  const config = {
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test-cluster", user: "test-user", namespace: "shop" } }],
    clusters: [{ name: "test-cluster", cluster }],
    users: [{ name: "test-user", user }],
  };
  return temporaryFile("config", JSON.stringify(config));
}
