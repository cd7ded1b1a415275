import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../world/world.js";

/** A folder of this run alone (0700): values, charts, helm's homes with credentials. Gone when the work has ended. */
export async function withWorkFolder<T>(world: World, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(world.env.TMPDIR || tmpdir(), "helmwatch-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = world.onExit(remove);
  try {
    return await work(folder);
  } finally {
    forget();
    remove();
  }
}
