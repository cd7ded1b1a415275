import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { startCluster } from "../cluster/cluster.js";
import { busyboxFiles } from "../tools/busybox.js";
import { buildImage } from "../tools/image.js";
import { startPrometheus } from "../tools/prometheus.js";
import { createNamespace } from "./namespace.js";
import { deployment, job, service } from "./workload.js";

describe("the cluster of the tests", () => {
  test("has a node that is ready and says its version", async () => {
    const { kubectl } = await createNamespace();
    await kubectl("wait", "nodes", "--all", "--for=condition=Ready", "--timeout=30s");
    const version = JSON.parse(await kubectl("version", "--output=json")) as { serverVersion: { gitVersion: string } };
    expect(version.serverVersion.gitVersion).toMatch(/^v1\.\d+\.\d+/);
  });

  test("runs a pod until it is ready, shows its log and runs commands in it", async () => {
    const { apply, waitFor, kubectl } = await createNamespace();
    await apply(deployment("web", 1, "echo serving; echo hello > index.html"));
    await waitFor("deployment/web", "condition=Available");
    expect(await kubectl("logs", "deployment/web")).toBe("serving");
    expect(await kubectl("exec", "deployment/web", "--", "cat", "/www/index.html")).toBe("hello");
  });

  test("completes one Job and fails another", async () => {
    const { apply, waitFor, kubectl } = await createNamespace();
    await apply(job("good", "echo done"), job("bad", "echo no; exit 3"));
    await Promise.all([waitFor("job/good", "condition=Complete"), waitFor("job/bad", "condition=Failed")]);
    expect(await kubectl("logs", "job/bad")).toBe("no");
  });

  test.skipIf(inject("clusterProvider") === "existing")("runs an image of ours", async () => {
    const { apply, waitFor, kubectl, name: namespace } = await createNamespace();
    vi.stubEnv("KUBECONFIG", inject("kubeconfig"));
    onTestFinished(() => void vi.unstubAllEnvs());
    const call = { signal: new AbortController().signal, progress: () => {} };
    const cluster = await startCluster("existing", call);
    const folder = await mkdtemp(join(tmpdir(), "helmwatch-image-test-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const name = `localhost/helmwatch/${namespace}:1`;
    const archive = await buildImage(
      {
        name,
        files: {
          ...(await busyboxFiles(call)),
          "/bin/greet": { text: '#!/bin/sh\necho "$GREETING, $1"\n', executable: true },
        },
        entrypoint: ["/bin/greet"],
        cmd: ["cluster"],
        env: { GREETING: "hello" },
      },
      join(folder, "image.tar"),
    );
    await cluster.loadImage(archive, name);
    const spec = { restartPolicy: "Never", containers: [{ name: "main", image: name, imagePullPolicy: "Never" }] };
    await apply({ apiVersion: "v1", kind: "Pod", metadata: { name: "greet" }, spec });
    await waitFor("pod/greet", "jsonpath={.status.phase}=Succeeded");
    expect(await kubectl("logs", "pod/greet")).toBe("hello, cluster");
  });

  test("spreads the requests to a Service over its endpoints", async () => {
    const { apply, waitFor, kubectl } = await createNamespace();
    await apply(deployment("web", 3, "hostname > index.html"), service("web"));
    await waitFor("deployment/web", "condition=Available");
    // A pod that is ready becomes an endpoint a moment later.
    const ask = "wget -q -O - http://$WEB_SERVICE_HOST/ >>/tmp/seen || sleep 0.2";
    const all = "[ $(sort -u /tmp/seen | wc -l) -lt 3 ] || break";
    const requests = `for i in $(seq 200); do ${ask}; ${all}; sleep 0.05; done; cat /tmp/seen`;
    await apply(job("client", requests));
    await waitFor("job/client", "condition=Complete");
    const answers = (await kubectl("logs", "job/client")).split("\n");
    const pods = (await kubectl("get", "pods", "-l", "app=web", "-o", "name")).split("\n");
    expect(new Set(answers)).toEqual(new Set(pods.map((pod) => pod.replace("pod/", ""))));
  });

  test("lets a Prometheus outside of it see the metrics of its pods", async () => {
    const { name, apply, waitFor } = await createNamespace();
    await apply(deployment("web", 2, "echo 'orders_total 42' > metrics; touch index.html"));
    await waitFor("deployment/web", "condition=Available");
    const { url, stop } = await startPrometheus({
      pods: { kubeconfig: inject("kubeconfig"), namespace: name, portName: "http" },
    });
    onTestFinished(stop);
    const query = `${url}/api/v1/query?query=${encodeURIComponent(`sum(orders_total{namespace="${name}"})`)}`;
    await expect
      .poll(async () => ((await (await fetch(query)).json()) as PrometheusAnswer).data.result[0]?.value[1], {
        timeout: 20_000,
      })
      .toBe("84");
  });
});

interface PrometheusAnswer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}
