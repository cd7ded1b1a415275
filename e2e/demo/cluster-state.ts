import type { Scenario } from "./scenario.js";

/** What helm's records say of a release, oldest revision first. */
export interface Revision {
  readonly revision: number;
  readonly status: string;
  /** Name and version: `nats-7.8.3`. */
  readonly chart: string;
}

export async function readHistory({ workplace, namespace, signal }: Scenario): Promise<readonly Revision[]> {
  const args = ["history", "nats", "--namespace", namespace, "--output", "json"];
  return JSON.parse(await workplace.run("helm", args, signal));
}

/** What really runs: one row per pod, those on their way out included. */
export interface RunningPod {
  /** The chart that made it, from its label. */
  readonly chart: string;
  readonly state: "ready" | "not ready" | "terminating";
  /** The subject that billing consumes, from the arguments of its process. */
  readonly filter: string;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: {
      readonly deletionTimestamp?: string;
      readonly labels?: Readonly<Record<string, string>>;
    };
    readonly spec: { readonly containers: readonly { readonly args?: readonly string[] }[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

export async function readPods({ workplace, namespace, signal }: Scenario): Promise<readonly RunningPod[]> {
  const args = ["get", "pods", "--namespace", namespace, "--output", "json"];
  const { items }: PodList = JSON.parse(await workplace.run("kubectl", args, signal));
  return items.map(({ metadata, spec, status }) => ({
    chart: metadata.labels?.["helm.sh/chart"] ?? "none",
    state: metadata.deletionTimestamp ? "terminating" : isReady(status) ? "ready" : "not ready",
    filter:
      spec.containers
        .flatMap(({ args = [] }) => args)
        .find((arg) => arg.startsWith("-filter="))
        ?.slice("-filter=".length) ?? "none",
  }));
}

function isReady({ conditions = [] }: PodList["items"][number]["status"]): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

/** Orders a second that billing got lately, as the monitor sees it; 0 where Prometheus knows of no billing. */
export async function readDelivered({ prometheus, signal }: Scenario): Promise<number> {
  const query = "sum(rate(nats_consumer_delivered_consumer_seq[15s]))";
  const response = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`, { signal });
  const { data } = (await response.json()) as { data: { result: readonly { value: readonly [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}
