import type { HelmCommand } from "@helmwatch/core/plugin";
import type { InClusterOptions } from "../in-cluster-options.js";
import { secretName } from "./build-secrets.js";
import { podEnvironment } from "./pod-environment.js";

/** Tells the Secrets of a Job that another helmwatch made. */
export const prefixAnnotation = "helmwatch/secrets";
export const container = "helm";
/** Seconds from SIGTERM to SIGKILL: time for helm to mark an interrupted release as failed. */
export const graceSeconds = 120;

export interface JobInput {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly command: HelmCommand;
  readonly secrets: { readonly prefix: string; readonly count: number };
}

/**
 * One try: what to do after a failure is decided by whoever reads the release record, hence neither a retry of the Job
 * nor one after an eviction. Its own deadline is for a helmwatch that is gone; a living one is stricter.
 */
export function buildJob(input: JobInput, options: InClusterOptions) {
  const { name, labels, command, secrets } = input;
  const sources = Array.from({ length: secrets.count }, (_, index) => ({
    secret: { name: secretName(secrets.prefix, index) },
  }));
  const env = Object.entries(podEnvironment(command.env)).map(([name, value]) => ({ name, value }));
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: options.namespace,
      labels,
      annotations: { [prefixAnnotation]: secrets.prefix },
    },
    spec: {
      suspend: true,
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      podReplacementPolicy: "Failed",
      activeDeadlineSeconds: Math.ceil(command.deadlineMs / 1000 + options.start_timeout) + graceSeconds,
      ttlSecondsAfterFinished: Math.ceil(options.ttl),
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          serviceAccountName: options.service_account,
          terminationGracePeriodSeconds: graceSeconds,
          imagePullSecrets: options.image_pull_secrets.map((name) => ({ name })),
          nodeSelector: options.node_selector,
          tolerations: options.tolerations,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            fsGroup: 65532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: container,
              image: options.image,
              imagePullPolicy: options.image_pull_policy,
              command: ["/bin/sh", "/helmwatch/in/run.sh"],
              env,
              resources: options.resources,
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "in", mountPath: "/helmwatch/in", readOnly: true },
                { name: "work", mountPath: "/helmwatch/work" },
              ],
            },
          ],
          volumes: [
            { name: "in", projected: { defaultMode: 0o440, sources } },
            { name: "work", emptyDir: { medium: "Memory" } },
          ],
        },
      },
    },
  };
}
