import type { ConfigSource } from "../config/finding.js";
import type { Plan, SelectedConfig } from "./plan.js";
import { planFrame } from "./plan-frame.js";

/**
 * A plan without charts and values, for what needs neither: `down`, `rollback`, `list`, monitors alone. Its releases
 * have no digest, so nothing of it can be deployed. `folder`: absolute, of the config file.
 */
export function sketchPlan(selected: SelectedConfig, source: ConfigSource, folder: string): Plan {
  return {
    ...planFrame(selected, source, folder),
    registries: selected.registries.map(({ host }) => host),
    repositories: selected.repositories.map(({ name }) => name),
    releases: selected.releases.map(
      ({ chart: { name, version }, values: _, index: __, store: ___, postRenderer: ____, ...release }) => ({
        ...release,
        chart: { name, ...(version ? { version } : {}), path: "", digest: "", local: false },
        values: [],
        digest: "",
      }),
    ),
  };
}
