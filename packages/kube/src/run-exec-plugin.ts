import { execFile } from "node:child_process";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { Cluster, ExecConfig } from "./kubeconfig.js";

export interface ExecCredential {
  readonly token: string | undefined;
  /** PEM, both or none. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since the Unix epoch; Infinity when the plugin names no end. */
  readonly expires: number;
}

export interface ExecPlugin {
  readonly exec: ExecConfig;
  readonly user: string;
  readonly cluster: Cluster;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks a credential plugin (aws, gke-gcloud-auth-plugin, kubelogin) for a token or a client certificate. What it prints
 * on stdout is secret and never quoted; stderr is meant for people.
 * https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
export async function runExecPlugin(plugin: ExecPlugin, signal: AbortSignal): Promise<ExecCredential> {
  const { exec, user, env } = plugin;
  const fail = (what: string, hint?: string) =>
    new HelmwatchError("KUBE_CONFIG", `credential plugin "${exec.command}" of user "${user}" ${what}`, {
      ...(hint === undefined ? {} : { hint }),
    });
  if (exec.interactiveMode === "Always") throw fail("needs a terminal, which it is not given here");

  const { error, stdout, stderr } = await run(
    exec,
    { ...env, ...exec.env, KUBERNETES_EXEC_INFO: info(plugin) },
    signal,
  );
  signal.throwIfAborted();
  if (error?.code === "ENOENT") throw fail("is not installed", exec.installHint ?? "install it, or put it on PATH");
  if (error) throw fail(`failed (${error.code ?? error.signal}): ${stderr.trim().slice(-500)}`);

  const { apiVersion, status } = parse(stdout);
  if (!status) throw fail("did not print an ExecCredential with a status");
  if (apiVersion !== exec.apiVersion) throw fail(`answers in "${apiVersion}", but "${exec.apiVersion}" is configured`);
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  if (!token && !(cert && key)) throw fail("gave neither a token nor a client certificate with its key");
  // biome-ignore lint/style/noRestrictedGlobals: reads a timestamp, not the time
  const expires = expirationTimestamp ? Date.parse(expirationTimestamp) : Number.POSITIVE_INFINITY;
  return { token, cert, key, expires };
}

interface Ended {
  readonly error: { code?: string | number | null; signal?: string } | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(exec: ExecConfig, env: ExecPlugin["env"], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env, signal, maxBuffer: 1 << 20, windowsHide: true };
    const child = execFile(exec.command, exec.args, options, (error, stdout, stderr) =>
      resolve({ error: error as Ended["error"], stdout, stderr }),
    );
    // A plugin that would ask on a terminal sees the end of its input instead of waiting for ever.
    child.stdin?.on("error", () => {}).end();
  });
}

function info({ exec, cluster }: ExecPlugin): string {
  const described = {
    server: cluster.server,
    "tls-server-name": cluster.tlsServerName,
    "insecure-skip-tls-verify": cluster.skipTLSVerify || undefined,
    "certificate-authority-data": cluster.caData,
    "proxy-url": cluster.proxyUrl,
    config: cluster.execExtension,
  };
  return JSON.stringify({
    apiVersion: exec.apiVersion,
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo ? { cluster: described } : {}) },
  });
}

interface Printed {
  readonly apiVersion?: string;
  readonly status?: Readonly<
    Partial<Record<"token" | "clientCertificateData" | "clientKeyData" | "expirationTimestamp", string>>
  >;
}

function parse(stdout: string): Printed {
  try {
    return (JSON.parse(stdout) ?? {}) as Printed;
  } catch {
    return {};
  }
}
