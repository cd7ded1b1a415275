import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ClusterAccess, clusterAccess } from "./cluster-access.js";
import { debianPrograms } from "./debian-programs.js";
import { freePort } from "./free-port.js";
import { type PodPorts, servePodTargets } from "./pod-targets.js";
import type { Progress } from "./progress.js";
import { type Service, startService } from "./start-service.js";
import { waitUntil } from "./wait-until.js";

export interface Prometheus {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface PrometheusOptions {
  /** `HOST:PORT` of what has a `/metrics`. */
  readonly targets?: readonly string[];
  /** The running pods of a namespace, at `/metrics` of their container port of that name. */
  readonly pods?: PodPorts & { readonly kubeconfig: string };
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Starts a real Prometheus on this machine that scrapes every second. */
export async function startPrometheus({
  targets = [],
  pods,
  signal = new AbortController().signal,
  progress = () => {},
}: PrometheusOptions): Promise<Prometheus> {
  const [program] = await debianPrograms(["prometheus"], { signal, progress });
  const access = pods && (await clusterAccess(pods.kubeconfig, { signal, progress }));
  const discovery = access && (await servePodTargets(access, pods));
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-prometheus-"));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  let service: Service | undefined;
  const stop = async () => {
    discovery?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const config = {
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      scrape_configs: [
        { job_name: "targets", static_configs: [{ targets }] },
        ...(access && discovery ? [await podScrapeConfig(access, discovery.url, folder)] : []),
      ],
    };
    await writeFile(join(folder, "prometheus.yml"), stringify(config));
    service = await startService(
      "prometheus",
      [
        program,
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        "--storage.tsdb.retention.time=1h",
        `--web.listen-address=${address}`,
        "--log.level=warn",
      ],
      { logFile: join(folder, "log") },
    );
    await waitUntil(
      "waiting for Prometheus",
      async () => {
        const { status } = await fetch(`${url}/-/ready`, { signal });
        if (status !== 200) throw new Error(`it answers ${status}`);
      },
      { within: 20_000, signal, services: [service] },
    );
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function podScrapeConfig({ server, ca, cert, key, token }: ClusterAccess, discovery: string, folder: string) {
  const file = async (name: string, pem: string) => {
    await writeFile(join(folder, name), pem, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    job_name: "pods",
    scheme: server.protocol.replace(":", ""),
    tls_config: {
      ...(ca && { ca_file: await file("ca.crt", ca) }),
      ...(cert && key && { cert_file: await file("client.crt", cert), key_file: await file("client.key", key) }),
    },
    ...(token && { authorization: { credentials: token } }),
    http_sd_configs: [{ url: discovery, refresh_interval: "1s" }],
    // Otherwise the API server's address, the same for all.
    relabel_configs: [{ source_labels: ["pod"], target_label: "instance" }],
  };
}
