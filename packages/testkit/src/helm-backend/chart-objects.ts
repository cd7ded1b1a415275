import type { NamespaceObjects } from "./namespace-objects.js";

/** Keeps an object from going away until it is taken off. */
export const hold = "helmwatch.example/hold";

export function configMap(name: string, data: Readonly<Record<string, string>>, finalizers: readonly string[] = []) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, finalizers }, data };
}

/** Has a pod for which there is no node. */
export function neverReady(name: string) {
  const pod = {
    terminationGracePeriodSeconds: 0,
    nodeSelector: { "helmwatch.example/nowhere": "true" },
    containers: [{ name: "main", image: "nowhere.example/none" }],
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: pod },
    },
  };
}

/** Makes a `neverReady` ready. */
export function setReady(objects: NamespaceObjects, name: string): Promise<void> {
  return objects.patch("deployments", name, { spec: { replicas: 0 } });
}

/** A Job that is tried once. */
export function job(name: string, image: string, script: string, annotations: Readonly<Record<string, string>> = {}) {
  const container = { name: "main", image, imagePullPolicy: "IfNotPresent", command: ["sh", "-c", script] };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, annotations },
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [container] } } },
  };
}

/** The last words of `failingHook`. */
export const lastWords = "cannot reach the database";

/** A test of a chart. */
export function chartTest(name: string, image: string, script: string) {
  return job(name, image, script, { "helm.sh/hook": "test" });
}

export function failingHook(image: string) {
  return job("migrate", image, `echo ${lastWords}; exit 3`, {
    "helm.sh/hook": "pre-install",
    "helm.sh/hook-delete-policy": "before-hook-creation",
  });
}
