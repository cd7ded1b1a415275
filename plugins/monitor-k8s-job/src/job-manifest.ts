import type { Call } from "@helmwatch/core/plugin";
import type { JobSpec } from "./job-schema.js";
import type { Options } from "./options.js";

/** The names and labels that one check gives its Job. */
export interface JobIdentity {
  readonly name: string;
  readonly namespace: string;
  /** Random, one for each monitor of each run: what a cleaner looks for. */
  readonly instance: string;
}

const keptSeconds = 24 * 3600;
/** For a Job that nobody removed: long enough for us to read it after a slow reconnect. */
const leftSeconds = 600;
/** Where it is not known how long the check may take. */
const longestSeconds = 3600;

/** The Job of one check. Retries are the monitor's, never the Job's; a crash of helmwatch leaves nothing for ever. */
export function jobManifest(options: Options, { name, namespace, instance }: JobIdentity, call: Call): object {
  const labels = {
    "app.kubernetes.io/managed-by": "helmwatch",
    "helmwatch/instance": instance,
    "helmwatch/attempt": String(call.attempt),
    ...(call.run === undefined ? {} : { "helmwatch/run": call.run }),
    ...(call.monitor === undefined ? {} : { "helmwatch/monitor": labelValue(call.monitor) }),
  };
  const spec = options.job ?? shortSpec(options);
  const { template } = spec;
  const variables = helmwatchEnv(call, instance);
  const withEnv = <C extends { env?: object[] | undefined }>(container: C) => {
    const own = container.env ?? [];
    const names = own.map((one) => (one as { name?: unknown }).name);
    return { ...container, env: [...variables.filter(({ name }) => !names.includes(name)), ...own] };
  };
  const { containers, initContainers } = template.spec;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, labels },
    spec: {
      ttlSecondsAfterFinished: options.keep === "never" ? leftSeconds : keptSeconds,
      activeDeadlineSeconds: call.timeoutMs === undefined ? longestSeconds : Math.ceil(call.timeoutMs / 1000) + 5,
      ...spec,
      backoffLimit: 0,
      template: {
        ...template,
        metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } },
        spec: {
          ...template.spec,
          restartPolicy: "Never",
          containers: containers.map(withEnv),
          ...(initContainers ? { initContainers: initContainers.map(withEnv) } : {}),
        },
      },
    },
  };
}

function shortSpec(options: Options): JobSpec {
  const container = {
    name: "check",
    image: options.image,
    imagePullPolicy: options.image_pull_policy,
    command: options.command,
    args: options.args,
    env: options.env,
    envFrom: options.env_from,
    resources: options.resources,
  };
  const spec = {
    containers: [container],
    serviceAccountName: options.service_account,
    nodeSelector: options.node_selector,
    tolerations: options.tolerations,
    imagePullSecrets: options.image_pull_secrets,
  };
  return { template: { spec } };
}

/** A name as the value of a label: at most 63 letters, digits, `-`, `_` and `.`, the first and last no mark. */
function labelValue(name: string): string {
  const marks = /^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g;
  return name
    .replace(/[^\w.-]/g, "-")
    .replace(marks, "")
    .slice(0, 63)
    .replace(marks, "");
}

/** Where the user sets one of these, theirs stands. */
function helmwatchEnv(
  { releases: [release], attempt, run, monitor }: Call,
  instance: string,
): { name: string; value: string }[] {
  const values = {
    HELMWATCH_RELEASE: release?.name,
    HELMWATCH_NAMESPACE: release?.namespace,
    HELMWATCH_REVISION: release?.revision?.toString(),
    HELMWATCH_RUN: run,
    HELMWATCH_MONITOR: monitor,
    HELMWATCH_ATTEMPT: String(attempt),
    HELMWATCH_INSTANCE: instance,
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
