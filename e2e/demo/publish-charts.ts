import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { HelmMajor } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import type { Registry } from "../tools/registry.js";

export const GOOD_VERSION = "7.8.3";
export const BAD_VERSION = "7.8.4";
/** The subject that the shop publishes to and billing consumes. */
export const GOOD_FILTER = "orders.created";
/** What is wrong with the bad version: one letter. */
export const BAD_FILTER = "order.created";

/** Pushes both versions of `./chart`, with `image` as the workload's image. */
export async function publishCharts(registry: Registry, image: string, helm: HelmMajor): Promise<void> {
  await publish(GOOD_VERSION, { image });
  await publish(BAD_VERSION, { image, "billing.filter": BAD_FILTER });

  async function publish(version: string, values: Readonly<Record<string, string>>) {
    const copy = await mkdtemp(join(tmpdir(), "helmwatch-chart-"));
    try {
      await cp(join(import.meta.dirname, "chart"), copy, { recursive: true });
      await edit(join(copy, "Chart.yaml"), { version });
      await edit(join(copy, "values.yaml"), values);
      await pushChart(copy, registry, { helm });
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }
}

/** Sets values of a YAML file, by dotted path; comments stay. */
async function edit(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const document = parseDocument(await readFile(file, "utf8"));
  for (const [path, value] of Object.entries(values)) document.setIn(path.split("."), value);
  await writeFile(file, document.toString());
}
