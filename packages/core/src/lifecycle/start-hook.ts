import type { HookConfig } from "../config/config.js";

export interface HookCall {
  /** Added to the environment of helmwatch. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted: the program gets SIGTERM, and is waited for. */
  readonly signal: AbortSignal;
  /** A line of its output, as it comes. */
  line(text: string): void;
}

/** Starts a program and resolves when it has ended well; else rejects with HOOK_FAILED. */
export type StartHook = (hook: HookConfig, call: HookCall) => Promise<void>;
