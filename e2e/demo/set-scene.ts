import { randomBytes } from "node:crypto";
import { type Cluster, startCluster } from "../cluster/cluster.js";
import { kubernetesPrograms } from "../cluster/local/programs.js";
import { natsImage } from "../images/nats-image.js";
import { helmBinary } from "../tools/helm.js";
import { startPrometheus } from "../tools/prometheus.js";
import { startRegistry } from "../tools/registry.js";
import { buildHelmwatch } from "./build-helmwatch.js";
import type { Cleanup } from "./cleanup.js";
import type { Narrator } from "./narrator.js";
import type { DemoOptions } from "./options.js";
import { BAD_VERSION, GOOD_VERSION, publishCharts } from "./publish-charts.js";
import type { Scenario } from "./scenario.js";
import { openWorkplace, writeConfig } from "./workplace.js";

interface Stage {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  readonly cleanup: Cleanup;
}

/** Everything the scenario needs: programs, a cluster with the workload's image, a registry with charts, Prometheus. */
export async function setScene(options: DemoOptions, stage: Stage): Promise<Scenario> {
  const { narrator, signal, cleanup } = stage;
  const call = { signal, progress: narrator.progress };

  narrator.chapter("What is needed: helmwatch, helm, Kubernetes, a registry, Prometheus");
  narrator.say("helmwatch (built where its sources changed)");
  await buildHelmwatch(call);
  narrator.say(`helm ${options.helm} (built from source the first time: two minutes)`);
  const helm = await helmBinary(options.helm, call);
  const { kubectl } = await kubernetesPrograms(call);
  const cluster = await openCluster(options, stage);
  const image = options.image ?? (await bringImage(cluster, stage));

  narrator.say(`A registry, with the chart nats in versions ${GOOD_VERSION} and ${BAD_VERSION}`);
  const registry = await startRegistry(call);
  cleanup.add("the registry", registry.stop);
  await publishCharts(registry, image, options.helm);

  // Somebody else's cluster may have a namespace `nats` of its own.
  const namespace = options.cluster !== "existing" ? "nats" : `helmwatch-demo-${randomBytes(3).toString("hex")}`;
  narrator.say(`Prometheus, which scrapes the pods of namespace ${namespace} every second`);
  const pods = { kubeconfig: cluster.kubeconfig, namespace, portName: "metrics" };
  const prometheus = await startPrometheus({ pods, ...call });
  cleanup.add("Prometheus", prometheus.stop);

  const workplace = await openWorkplace({ kubeconfig: cluster.kubeconfig, helm, kubectl });
  cleanup.add("the workplace", workplace.remove);
  if (options.cluster === "existing") cleanup.add(`namespace ${namespace}`, () => removeNamespace(namespace));
  await writeConfig(workplace, { registry: registry.host, prometheus: prometheus.url, namespace });
  narrator.say("A folder with helmwave.yml: e2e/demo/helmwave.yml, with these addresses");
  narrator.command(`cd ${workplace.directory}`);
  for (const [name, value] of Object.entries(workplace.exports)) narrator.command(`export ${name}=${value}`);
  return { workplace, narrator, namespace, prometheus: prometheus.url, signal };

  async function removeNamespace(name: string) {
    narrator.say(`Deleting namespace ${name}`);
    const deletion = ["delete", "namespace", name, "--ignore-not-found", "--timeout=60s"];
    await workplace.run("kubectl", deletion, AbortSignal.timeout(70_000));
  }
}

async function openCluster(options: DemoOptions, { narrator, signal, cleanup }: Stage): Promise<Cluster> {
  narrator.say(
    {
      local: "Kubernetes (built from source the first time: four minutes; then seconds)",
      kind: "Kubernetes, by kind (half a minute; the first time, minutes)",
      existing: "The Kubernetes that KUBECONFIG names",
    }[options.cluster],
  );
  const cluster = await startCluster(options.cluster, { signal, progress: narrator.progress });
  cleanup.add("Kubernetes", cluster.stop);
  return cluster;
}

async function bringImage(cluster: Cluster, { narrator, signal }: Stage): Promise<string> {
  narrator.say("The workload's image: NATS, an exporter of its metrics, an application");
  const { name, archive } = await natsImage({ signal, progress: narrator.progress });
  try {
    await cluster.loadImage(archive, name);
  } catch (error) {
    if (cluster.provider !== "existing") throw error;
    throw new Error(
      `${(error as Error).message}\n` +
        `(on nodes of another kind: ctr --namespace k8s.io images import ${archive})\n` +
        `Then run the demo again with --image ${name}`,
    );
  }
  return name;
}
