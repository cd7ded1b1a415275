import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemClock } from "@helmwatch/core";
import type { Clock } from "@helmwatch/core/plugin";
import type { HelmRelease } from "@helmwatch/helm";
import type { BackendUnderTest } from "./backend-under-test.js";
import { type ChartContent, writeChart } from "./chart.js";
import { type Connection, type ConnectOptions, connect, type Known } from "./connection.js";
import { type NamespaceObjects, namespaceObjects } from "./namespace-objects.js";
import { plainRelease } from "./plain-release.js";

/** What one test works with: a namespace and a folder of its own, and a first executor. */
export interface Stage extends Connection {
  readonly backend: BackendUnderTest;
  readonly clock: Clock;
  readonly namespace: string;
  readonly objects: NamespaceObjects;
  /** Another executor. */
  connect(options?: ConnectOptions): Promise<Connection>;
  /** Writes a file below the folder of the test; its path. */
  file(path: string, text: string): Promise<string>;
  /** Writes a chart; its path. */
  chart(content: ChartContent): Promise<string>;
  /** A release of a chart of its own; its digest tells contents apart. */
  release(name: string, content: ChartContent, more?: Partial<HelmRelease>): Promise<HelmRelease>;
}

/** Removes all that it made, however `test` ends. */
export async function withStage(
  backend: BackendUnderTest,
  known: Known,
  test: (stage: Stage) => Promise<void>,
): Promise<void> {
  const namespace = `conformance-${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "helm-backend-"));
  const objects = namespaceObjects(backend.kube, namespace);
  let charts = 0;

  async function file(path: string, text: string): Promise<string> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    return join(folder, path);
  }
  async function chart(content: ChartContent): Promise<string> {
    const path = join(folder, `chart-${++charts}`);
    await writeChart(path, content);
    return path;
  }

  await objects.create();
  try {
    await test({
      ...(await connect(backend, { namespace, folder }, known)),
      ...{ backend, namespace, objects, file, chart },
      clock: backend.clock ?? systemClock,
      connect: (options) => connect(backend, { namespace, folder }, known, options),
      release: async (name, content, more = {}) =>
        plainRelease({
          ...{ name, namespace, chart: { path: await chart(content) }, values: [] },
          digest: createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 63),
          ...more,
        }),
    });
  } finally {
    await objects.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
