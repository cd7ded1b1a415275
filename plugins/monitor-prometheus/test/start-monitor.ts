import type { Call, HelmwatchError, Observation } from "@helmwatch/core/plugin";
import { type FaultServer, fakeHost, faultServer, prometheusServer, type QueryTable } from "@helmwatch/testkit";
import { fetch } from "undici";
import { onTestFinished } from "vitest";
import { options } from "../src/options.js";
import { prometheusMonitor } from "../src/prometheus-monitor.js";

/** A Prometheus that answers from a table, for the time of a test. */
export async function serve(table: QueryTable): Promise<FaultServer> {
  const server = await prometheusServer(table);
  onTestFinished(server.close);
  return server;
}

/** A server that answers as scripted, for the time of a test. */
export async function misbehave(...script: Parameters<typeof faultServer>): Promise<FaultServer> {
  const server = await faultServer(...script);
  onTestFinished(server.close);
  return server;
}

export type Input = { url: string; expr?: string } & Record<string, unknown>;

/** A monitor of the given options (`expr` is "up" by default), for the time of a test. */
export function monitor(input: Input) {
  // As in production: undici's own fetch, which takes undici's dispatchers.
  const host = fakeHost({ fetch: fetch as unknown as typeof globalThis.fetch });
  const created = prometheusMonitor.create(options.parse({ expr: "up", ...input }), host);
  const call = (signal = new AbortController().signal): Call => ({
    signal,
    attempt: 1,
    releases: [],
    progress: () => {},
  });
  onTestFinished(() => created.dispose!(call()));
  return {
    host,
    observe: (signal?: AbortSignal): Promise<Observation> => created.observe(call(signal)),
    preflight: () => created.preflight!(call()),
  };
}

export const observe = (input: Input): Promise<Observation> => monitor(input).observe();

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
