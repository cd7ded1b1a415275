import type { Diagnostic, HelmCommand, HelmExecutor, HelmPreflight, HelmResult } from "@helmwatch/core/plugin";
import { type Capabilities, capabilities } from "../capability/capabilities.js";
import { helmFailure } from "../error/helm-failure.js";
import { type HelmHome, helmEnvironment, helmHome, userRegistryConfig } from "./helm-environment.js";

export interface HelmOptions {
  readonly executor: HelmExecutor;
  /** Directory of this program's private helm homes. It will hold credentials: 0700, and not shared between users. */
  readonly home: string;
  /** The environment of the user, from the CLI. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Charts that helm 4 has downloaded, by content; may be shared between runs. Default: within `home`. */
  readonly contentCache?: string;
}

export interface HelmCall extends Pick<HelmCommand, "argv" | "deadlineMs"> {
  readonly stdin?: string;
  readonly files?: readonly string[];
  /** On top of the environment that every call has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly interruptible?: boolean;
}

/** One helm program in homes of its own. */
export interface Helm {
  readonly home: HelmHome;
  /** The user's own file of registry logins, where there is one. Only ever read. */
  readonly userRegistryConfig: string | undefined;
  /** As every call gets it. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts `helm version` once, however many ask. */
  capabilities(signal: AbortSignal): Promise<Capabilities>;
  /** Resolves however helm ended; rejects when it could not be started. */
  run(call: HelmCall, signal: AbortSignal): Promise<HelmResult>;
  /** As the executor's, where it has one. */
  adopt?(call: HelmCall, signal: AbortSignal): Promise<HelmResult | undefined>;
  /** What the executor finds; nothing where it does not look. */
  preflight(call: Omit<HelmPreflight, "env">): Promise<readonly Diagnostic[]>;
}

const versionDeadlineMs = 30_000;

export function connectHelm({ executor, home: directory, env: userEnv, contentCache }: HelmOptions): Helm {
  const home = helmHome(directory, contentCache);
  const env = helmEnvironment(userEnv, home);
  let asked: Promise<Capabilities> | undefined;

  const command = ({ stdin, files = [], env: more, interruptible = false, ...call }: HelmCall): HelmCommand => ({
    ...{ ...call, files, interruptible, env: { ...env, ...more } },
    ...(stdin === undefined ? {} : { stdin }),
  });
  const run: Helm["run"] = (call, signal) => executor.run(command(call), signal);

  async function ask(signal: AbortSignal): Promise<Capabilities> {
    const call: HelmCall = {
      argv: ["version", "--template", "{{.Version}}"],
      deadlineMs: versionDeadlineMs,
      interruptible: true,
    };
    const result = await run(call, signal);
    if (result.ended !== "exit" || result.exitCode !== 0) throw helmFailure("helm version", "local", call, result);
    return capabilities(result.stdout);
  }

  return {
    home,
    userRegistryConfig: userRegistryConfig(userEnv),
    env,
    run,
    ...(executor.adopt ? { adopt: async (call, signal) => executor.adopt?.(command(call), signal) } : {}),
    preflight: async (call) => (await executor.preflight?.({ ...call, env })) ?? [],
    capabilities(signal) {
      asked ??= ask(signal).catch((error: unknown) => {
        asked = undefined; // An aborted or failed question is asked anew.
        throw error;
      });
      return asked;
    },
  };
}
