import { renderConfig } from "../template/render-config.js";
import type { RunCommand } from "./command.js";

export const yml: RunCommand = async (call) => {
  await renderConfig(call);
  return 0;
};
