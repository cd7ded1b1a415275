import { defineMonitor, HelmwatchError, type Host, type Monitor } from "@helmwatch/core/plugin";
import type { MonitorUnderTest } from "../src/index.js";

export interface FakeOptions {
  readonly url: string;
  readonly token: string;
}

export interface FakeMonitorWorld {
  readonly options: FakeOptions;
  readonly host: Host;
  /** Asks the backend for its number. */
  ask(signal: AbortSignal): Promise<number>;
  /** One that does all right. */
  readonly good: Monitor;
}

export interface Spoiled {
  readonly spoil?: (world: FakeMonitorWorld) => Monitor;
  readonly takesAllOptions?: boolean;
  readonly module?: string;
}

/** A monitor of a number that a server tells; `spoil` makes it a bad one. */
export function fakeMonitor({ spoil = ({ good }) => good, takesAllOptions = false, module }: Spoiled = {}) {
  const known = ["url", "token"];
  const type = defineMonitor<FakeOptions>({
    summary: "asks for a number",
    options: {
      "~standard": {
        ...{ version: 1, vendor: "test" },
        validate: (value) =>
          takesAllOptions || Object.keys(value as object).every((key) => known.includes(key))
            ? { value: value as FakeOptions }
            : { issues: [{ message: "unknown option" }] },
      },
    },
    create(options, host) {
      const ask = (signal: AbortSignal) => askNumber(options, host, signal);
      const good: Monitor = {
        observe: async ({ signal }) => {
          host.secret(options.token);
          return { kind: "value", value: await ask(signal), facts: { asked: options.url } };
        },
      };
      return spoil({ options, host, ask, good });
    },
  });
  const monitor: MonitorUnderTest = {
    type,
    options: ({ url, secret }) => ({ url, token: secret }),
    good: () => ({ body: '{"value": 3}' }),
    ...(module === undefined ? {} : { module }),
  };
  return monitor;
}

export async function askNumber({ url, token }: FakeOptions, host: Host, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const answer = await host.fetch(url, { signal, headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  if (!answer.ok) throw new HelmwatchError("PLUGIN_THREW", `status ${answer.status}: ${text}`);
  const { value } = JSON.parse(text);
  if (typeof value !== "number") throw new HelmwatchError("PLUGIN_THREW", "no number in the answer");
  return value;
}
