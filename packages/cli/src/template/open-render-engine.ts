import type { RenderEngine } from "@helmwatch/helm";
import type { World } from "../world/world.js";
import { filesFrom } from "./template-host.js";

/** Helm's rendering without its processes; loading it takes as long as a few of them. */
export async function openRenderEngine({ cwd, clock }: Pick<World, "cwd" | "clock">): Promise<RenderEngine> {
  const { helmEngineVersions, openHelmEngine } = await import("@helmwatch/gotemplate");
  const { render } = await openHelmEngine({ clock, folder: cwd, files: filesFrom(cwd) });
  return { versions: helmEngineVersions, render };
}
