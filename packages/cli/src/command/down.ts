import { undoCommand } from "../run/undo-command.js";

export const down = undoCommand("down");
