import type { HookConfig, LifecycleConfig } from "../config/config.js";
import { HelmwatchError, isHelmwatchError } from "../plugin/index.js";
import { type HookSubject, hookEnvironment } from "./hook-environment.js";
import type { StartHook } from "./start-hook.js";

/** What people are told of a hook. */
export interface HookListener {
  started(command: string): void;
  line(text: string): void;
  /** Without an error it ended well. `allowed`: the failure is a warning. */
  ended(command: string, error?: { readonly error: unknown; readonly allowed: boolean }): void;
}

export interface HooksCall {
  readonly lifecycle: LifecycleConfig;
  readonly subject: HookSubject;
  readonly start: StartHook;
  readonly signal: AbortSignal;
  readonly listener: HookListener;
}

/**
 * Runs the hooks of one phase, one after the other. Rejects with the error of the first that fails and may not, or
 * with CANCELLED when the signal is aborted before one starts.
 */
export async function runHooks({ lifecycle, subject, start, signal, listener }: HooksCall): Promise<void> {
  const env = hookEnvironment(subject);
  for (const hook of lifecycle[subject.phase] ?? []) {
    if (signal.aborted) throw new HelmwatchError("CANCELLED", `stopped before hook ${subject.phase} "${shown(hook)}"`);
    const command = shown(hook);
    listener.started(command);
    try {
      await start(hook, { env, signal, line: listener.line });
      listener.ended(command);
    } catch (error) {
      if (!isHelmwatchError(error)) throw error;
      listener.ended(command, { error, allowed: hook.allowFailure });
      if (!hook.allowFailure) throw error;
    }
  }
}

/** A hook as people wrote it; words with blanks in quotes. */
function shown({ cmd, args }: HookConfig): string {
  return [cmd, ...args].map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(" ");
}
