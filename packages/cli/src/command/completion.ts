import { completionScript, type Shell } from "../completion/completion-script.js";
import type { RunCommand } from "./command.js";

export const completion: RunCommand = async ({ console, names, commands }) => {
  console.print(completionScript(names[0] as Shell, commands));
  return 0;
};
