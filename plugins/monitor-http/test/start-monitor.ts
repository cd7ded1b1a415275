import type { Call, HelmwatchError, Observation } from "@helmwatch/core/plugin";
import { type FaultServer, fakeHost, faultServer } from "@helmwatch/testkit";
import { fetch } from "undici";
import { onTestFinished } from "vitest";
import { httpMonitor } from "../src/http-monitor.js";
import { options } from "../src/options.js";

/** A server that answers as scripted, for the time of a test. */
export async function serve(...script: Parameters<typeof faultServer>): Promise<FaultServer> {
  const server = await faultServer(...script);
  onTestFinished(server.close);
  return server;
}

type Input = { url: string } & Record<string, unknown>;
type Verdict = Extract<Observation, { kind: "verdict" }>;

/** A monitor of the given options, for the time of a test. */
export async function monitor(input: Input) {
  // As in production: undici's own fetch, which takes undici's dispatchers.
  const host = fakeHost({ fetch: fetch as unknown as typeof globalThis.fetch });
  const created = httpMonitor.create(await options.parseAsync(input), host);
  const call = (signal = new AbortController().signal): Call => ({
    signal,
    attempt: 1,
    releases: [],
    progress: () => {},
  });
  onTestFinished(() => created.dispose!(call()));
  return { host, observe: async (signal?: AbortSignal) => (await created.observe(call(signal))) as Verdict };
}

export const observe = async (input: Input): Promise<Verdict> => (await monitor(input)).observe();

/** The error of what must fail. */
export async function failure(work: Promise<unknown>): Promise<HelmwatchError> {
  const result = await work.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  if ("value" in result) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`);
  return result.error;
}

/** The address of a server changes from run to run. */
export const stable = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, "SERVER");
