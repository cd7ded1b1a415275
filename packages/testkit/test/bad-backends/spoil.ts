import type { HelmCommand, HelmExecutor, HelmResult } from "@helmwatch/core/plugin";
import type { FakeWorld } from "../fake-backend.js";

/** Tells something else than helm did. */
export const telling =
  (change: (result: HelmResult, command: HelmCommand) => Partial<HelmResult>) =>
  ({ good }: FakeWorld): HelmExecutor => ({
    async run(command, signal) {
      const result = await good.run(command, signal);
      return { ...result, ...change(result, command) };
    },
  });

/** Starts something else than it was told to. */
export const starting =
  (change: (command: HelmCommand) => Partial<HelmCommand>) =>
  ({ good }: FakeWorld): HelmExecutor => ({
    run: (command, signal) => good.run({ ...command, ...change(command) }, signal),
  });

export const without =
  (flag: string, values = 0) =>
  ({ argv }: HelmCommand) => {
    const place = argv.indexOf(flag);
    return place < 0 ? {} : { argv: argv.filter((_, index) => index < place || index > place + values) };
  };

export const withoutEnv = (name: string) => starting(({ env: { [name]: _, ...env } }) => ({ env }));

export const namespaceOf = ({ argv }: HelmCommand) => argv[argv.indexOf("--namespace") + 1] ?? "";
