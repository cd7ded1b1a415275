import type { InClusterConfig } from "@helmwatch/core";
import { inputPath, type JobInput, restrictedContainer, restrictedPod } from "@helmwatch/kube/job";
import { defaultImage } from "./default-image.js";
import { workPath } from "./pod-script.js";
import { container } from "./run-job.js";

const seconds = (ms: number) => Math.ceil(ms / 1000);

/**
 * One try: what a run that was cut off has left is for people, or the next run, to decide. Its pod is not to be moved
 * for the sake of a better place.
 */
export function jobSpec(
  job: InClusterConfig,
  labels: Readonly<Record<string, string>>,
  { volume, mount }: JobInput,
): object {
  const { deadlineMs, ttlMs, gracePeriodMs } = job;
  return {
    ...(deadlineMs === undefined ? {} : { activeDeadlineSeconds: seconds(deadlineMs) }),
    ttlSecondsAfterFinished: seconds(ttlMs),
    template: {
      metadata: { labels, annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
      spec: {
        restartPolicy: "Never",
        serviceAccountName: job.serviceAccount,
        terminationGracePeriodSeconds: seconds(gracePeriodMs),
        imagePullSecrets: job.imagePullSecrets.map((name) => ({ name })),
        nodeSelector: job.nodeSelector,
        tolerations: job.tolerations,
        securityContext: restrictedPod,
        containers: [
          {
            name: container,
            image: job.image ?? defaultImage,
            imagePullPolicy: job.imagePullPolicy,
            command: ["/bin/sh", `${inputPath}/run.sh`],
            resources: job.resources,
            securityContext: restrictedContainer,
            volumeMounts: [mount, { name: "work", mountPath: workPath }],
          },
        ],
        volumes: [volume, { name: "work", emptyDir: { medium: "Memory" } }],
      },
    },
  };
}
