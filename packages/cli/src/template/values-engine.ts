import type { PlanPorts } from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";
import type { World } from "../world/world.js";

export interface EngineWorld {
  readonly world: World;
  /** Absolute; what templates' relative paths and programs start from. */
  readonly folder: string;
  warn(warning: Diagnostic): void;
}

/** Templates of values; the engine is loaded by the first call. */
export function valuesEngine({ world, folder, warn }: EngineWorld): PlanPorts["openTemplates"] {
  return async (renderers) => {
    const { fields, openTemplates, templateDiagnostics } = await import("@helmwatch/gotemplate");
    const { templateHost } = await import("./template-host.js");
    const templates = await openTemplates(templateHost({ ...world, cwd: folder }, warn), renderers);
    return { render: templates.render, fields, diagnostics: templateDiagnostics };
  };
}
