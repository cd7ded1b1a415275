import { configJsonSchema } from "@helmwatch/core";
import type { RunCommand } from "./command.js";

export const schema: RunCommand = async ({ console }) => {
  console.print(JSON.stringify(configJsonSchema(), null, 2));
  return 0;
};
