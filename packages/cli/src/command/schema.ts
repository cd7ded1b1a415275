import { configJsonSchema } from "@helmwatch/core";
import type { RunCommand } from "./command.js";

export const schema: RunCommand = async ({ console }) => {
  console.printData(configJsonSchema());
  return 0;
};
