import { version as ownVersion } from "../version.js";
import type { RunCommand } from "./command.js";

export const version: RunCommand = async ({ console }) => {
  console.print(ownVersion);
  return 0;
};
