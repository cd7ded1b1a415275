import { basename, join } from "node:path";
import { PLAN_SCHEMA, type Plan, type SelectedConfig } from "@helmwatch/core";
import type { ConfigFile } from "./read-config-file.js";

/**
 * A plan without charts and values, for what needs neither: `down`, `rollback`, `list`, monitors alone. Its releases
 * have no digest, so nothing of it can be deployed.
 */
export function sketchPlan(selected: SelectedConfig, { source, folder }: ConfigFile): Plan {
  const { project, monitors, plugins, helm, run, selection } = selected;
  return {
    schema: PLAN_SCHEMA,
    ...(project === undefined ? {} : { project }),
    source: {
      file: join(folder, basename(source.file)),
      sha256: source.sha256,
      ...(source.context === undefined ? {} : { context: source.context }),
      selection,
    },
    registries: selected.registries.map(({ host }) => host),
    repositories: selected.repositories.map(({ name }) => name),
    releases: selected.releases.map(({ chart, values: _, index: __, ...release }) => ({
      ...release,
      chart: {
        name: chart.name,
        ...(chart.version ? { version: chart.version } : {}),
        path: "",
        digest: "",
        local: false,
      },
      values: [],
      digest: "",
    })),
    monitors,
    plugins,
    helm,
    run,
  };
}
