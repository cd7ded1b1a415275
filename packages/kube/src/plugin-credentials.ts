import type { Clock } from "@helmwatch/core/plugin";
import { connectionClosed } from "./connection-error.js";
import { type ExecCredential, type ExecPlugin, runExecPlugin } from "./run-exec-plugin.js";
import { untilAborted } from "./until-aborted.js";

export interface PluginCredentials {
  get(signal: AbortSignal): Promise<ExecCredential>;
  /** The API server does not accept this one: the next `get` asks the plugin again. */
  refuse(credential: ExecCredential): void;
  /** Ends a running plugin. */
  close(): void;
}

/** Keeps what a credential plugin gave until it expires; requests at the same time wait for one run of it. */
export function pluginCredentials(plugin: ExecPlugin, clock: Clock): PluginCredentials {
  const closed = new AbortController();
  let running: Promise<ExecCredential> | undefined;
  let kept: ExecCredential | undefined;

  const ask = async () => {
    try {
      kept = await runExecPlugin(plugin, closed.signal);
      return kept;
    } finally {
      running = undefined;
    }
  };

  return {
    async get(signal) {
      if (kept && kept.expires > clock.wall()) return kept;
      running ??= ask();
      return untilAborted(running, signal);
    },
    refuse(credential) {
      if (kept === credential) kept = undefined;
    },
    close: () => closed.abort(connectionClosed()),
  };
}
