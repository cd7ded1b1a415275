import { type Facts, type KubeAccess, within } from "@helmwatch/core/plugin";
import { maskText } from "../error/mask-text.js";
import type { OperationContext } from "../operation/operation-context.js";
import { listRevisions } from "../record/list-revisions.js";
import { readRecord } from "../record/read-record.js";
import type { ReleaseRecord } from "../record/release-record.js";
import { releaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { findPods } from "./find-pods.js";
import { logTail } from "./log-tail.js";
import { type PodFacts, podFacts } from "./pod-facts.js";
import { warningEvents } from "./warning-events.js";

const limitMs = 15_000;
const podLimit = 10;
const logLimit = 5;
const descriptionLimit = 500;

/**
 * What can be seen of a release before it is undone: its newest record, pods with the unhealthy ones first, warnings,
 * ends of the logs of unhealthy containers. What cannot be had is named under `missing`. Never rejects, takes 15 s at most.
 */
export async function collectEvidence(context: OperationContext, release: HelmRelease): Promise<Facts> {
  const facts: Record<string, unknown> = {};
  const missing: string[] = [];
  async function attempt<T>(what: string, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      missing.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
  await attempt(
    "evidence",
    within(context.clock, limitMs, async (signal) => {
      const kube = await context.kube(release.context);
      const record = await attempt("record", newestRecord(context, kube, release, signal));
      if (record) facts.record = recordFacts(record);
      const found = (await attempt("pods", findPods(kube, release, record, signal))) ?? [];
      const pods = found.map(podFacts).sort((a, b) => Number(a.healthy) - Number(b.healthy));
      if (pods.length > 0) facts.pods = pods.slice(0, podLimit);
      const names = new Set(pods.map(({ name }) => name));
      const [events, logs] = await Promise.all([
        attempt("events", warningEvents(kube, release.namespace, release.name, names, signal)),
        attempt("logs", logTails(kube, release.namespace, pods, signal)),
      ]);
      if (events && events.length > 0) facts.events = events;
      if (logs && Object.keys(logs).length > 0) facts.logs = logs;
    }),
  );
  return missing.length > 0 ? { ...facts, missing } : facts;
}

async function newestRecord(
  { storage }: OperationContext,
  kube: KubeAccess,
  release: HelmRelease,
  signal: AbortSignal,
): Promise<ReleaseRecord | undefined> {
  const query = { kube, storage: storage(), signal };
  const state = releaseState(await listRevisions(query, release.namespace, release.name));
  return state && readRecord(kube, query.storage, release, state.revision, signal);
}

function recordFacts({ revision, status, description }: ReleaseRecord): Facts {
  return { revision, status, description: maskText(description).trim().slice(0, descriptionLimit) };
}

/** By `pod/container`. A container that never ran has no log; that is no news. */
async function logTails(
  kube: KubeAccess,
  namespace: string,
  pods: readonly PodFacts[],
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const ailing = pods
    .filter(({ healthy }) => !healthy)
    .flatMap((pod) => pod.containers.filter(({ ready }) => !ready).map((container) => ({ pod: pod.name, container })))
    .slice(0, logLimit);
  const tails = await Promise.all(
    ailing.map(async ({ pod, container }) => {
      const tail = await logTail(kube, namespace, pod, container, signal).catch(() => "");
      return [`${pod}/${container.name}`, tail] as const;
    }),
  );
  return Object.fromEntries(tails.filter(([, tail]) => tail !== ""));
}
