import { undoCommand } from "../run/undo-command.js";

export const rollback = undoCommand("rollback");
