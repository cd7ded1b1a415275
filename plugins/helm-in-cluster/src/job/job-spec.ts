import type { HelmCommand } from "@helmwatch/core/plugin";
import { inputPath, type JobInput, restrictedContainer, restrictedPod } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";
import { podEnvironment } from "./pod-environment.js";

export const container = "helm";
/** Seconds from SIGTERM to SIGKILL: time for helm to mark an interrupted release as failed. */
export const graceSeconds = 120;

/**
 * The spec of a Job with one try: what to do after a failure is decided by whoever reads the release record, hence
 * neither a retry of the Job nor one after an eviction. Its own deadline is for a helmwatch that is gone; a living one is
 * stricter.
 */
export function jobSpec(
  command: Pick<HelmCommand, "env" | "deadlineMs">,
  labels: Readonly<Record<string, string>>,
  options: InClusterOptions,
  { volume, mount }: JobInput,
) {
  const env = Object.entries(podEnvironment(command.env)).map(([name, value]) => ({ name, value }));
  return {
    activeDeadlineSeconds: Math.ceil((command.deadlineMs + options.start_timeout) / 1000) + graceSeconds,
    ttlSecondsAfterFinished: Math.ceil(options.ttl / 1000),
    template: {
      metadata: { labels },
      spec: {
        restartPolicy: "Never",
        serviceAccountName: options.service_account,
        terminationGracePeriodSeconds: graceSeconds,
        imagePullSecrets: options.image_pull_secrets.map((name) => ({ name })),
        nodeSelector: options.node_selector,
        tolerations: options.tolerations,
        securityContext: restrictedPod,
        containers: [
          {
            name: container,
            image: options.image,
            imagePullPolicy: options.image_pull_policy,
            command: ["/bin/sh", `${inputPath}/run.sh`],
            env,
            resources: options.resources,
            securityContext: restrictedContainer,
            volumeMounts: [mount, { name: "work", mountPath: "/helmwatch/work" }],
          },
        ],
        volumes: [volume, { name: "work", emptyDir: { medium: "Memory" } }],
      },
    },
  };
}
