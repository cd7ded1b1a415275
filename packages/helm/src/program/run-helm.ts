import type { Clock, HelmCommand, HelmResult } from "@helmwatch/core/plugin";
import { type Program, runProgram } from "./run-program.js";

export type HelmProgram = Omit<Program, "codes">;

const codes = { missing: "HELM_NOT_FOUND", failed: "HELM_FAILED" } as const;

/** Runs helm of this machine once and resolves however it ended. */
export function runHelm(
  program: HelmProgram,
  command: HelmCommand,
  clock: Clock,
  signal: AbortSignal,
): Promise<HelmResult> {
  return runProgram({ ...program, codes }, command, clock, signal);
}
