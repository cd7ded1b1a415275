import { readFile } from "node:fs/promises";
import type { Agent, RequestOptions } from "node:https";
import { type Clock, HelmwatchError } from "@helmwatch/core/plugin";
// By its own path: the package's entry would load the whole generated API (0.4 s). The package has no `exports`, so
// Node, TypeScript and esbuild all resolve it; tsup.config.ts bundles it, and no declaration of ours mentions it.
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { Target } from "./kubeconfig.js";
import { pluginCredentials } from "./plugin-credentials.js";
import type { ExecCredential } from "./run-exec-plugin.js";
import { untilAborted } from "./until-aborted.js";

export type TlsIdentity = Pick<RequestOptions, "ca" | "cert" | "key" | "rejectUnauthorized" | "servername">;

/** Who we are in one request. */
export interface Identity {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsIdentity;
  /** client-node's agent: the way through a SOCKS proxy. */
  readonly agent: Agent;
  /** Where it comes from a credential plugin. */
  readonly issued: ExecCredential | undefined;
}

export interface Credentials {
  /** Reads what may have changed since the last request: token files, certificates, expired plugin credentials. */
  identity(signal: AbortSignal): Promise<Identity>;
  /** After a 401: whether there is a credential plugin that can be asked for a new identity. */
  renew(refused: Identity): boolean;
  close(): void;
}

export function credentials(
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): Credentials {
  const { cluster, user } = target;
  const { exec } = user;
  const config = new KubeConfig();
  config.loadFromOptions({
    // client-node refuses plain http unless told that TLS is of no concern.
    clusters: [{ ...cluster, skipTLSVerify: cluster.skipTLSVerify || cluster.server.startsWith("http:") }],
    // client-node would run a plugin in the environment of this process, once for each of several requests at a time,
    // and keep what the API server refuses.
    users: [{ ...user, exec: undefined }],
    contexts: [{ name: target.context, cluster: cluster.name, user: user.name }],
    currentContext: target.context,
  });
  const plugin = exec && pluginCredentials({ exec, user: user.name, cluster, env }, clock);

  return {
    async identity(signal) {
      const options: RequestOptions = {};
      await untilAborted(config.applyToHTTPSOptions(options), signal).catch((error) => {
        throw signal.aborted ? error : unusable(target, error);
      });
      const { authorization } = lowerCased(options.headers);
      const issued = await plugin?.get(signal);
      const bearer = user.tokenFile === undefined ? undefined : await readToken(user.tokenFile, user.name);
      const basic = options.auth && `Basic ${Buffer.from(options.auth).toString("base64")}`;
      const first =
        (bearer && `Bearer ${bearer}`) ?? authorization ?? (issued?.token && `Bearer ${issued.token}`) ?? basic;
      const { ca, rejectUnauthorized, servername, cert = issued?.cert, key = issued?.key } = options;
      return {
        headers: { ...user.impersonation, ...(first ? { authorization: first } : {}) },
        tls: { ca, cert, key, rejectUnauthorized, servername },
        agent: options.agent as Agent,
        issued,
      };
    },
    renew({ issued }) {
      if (issued) plugin?.refuse(issued);
      return issued !== undefined;
    },
    close: () => plugin?.close(),
  };
}

function lowerCased(headers: RequestOptions["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

async function readToken(file: string, user: string): Promise<string> {
  const token = (await readFile(file, "utf8").catch((error) => Promise.reject(unreadable(error, user)))).trim();
  if (token !== "") return token;
  throw new HelmwatchError("KUBE_CONFIG", `token file "${file}" of user "${user}" is empty`);
}

/** The message of an auth provider may quote a token: it stays here. */
function unusable({ user, context }: Target, error: NodeJS.ErrnoException): HelmwatchError {
  if (error.path !== undefined) return unreadable(error, context);
  const provider = user.authProvider?.name;
  return new HelmwatchError("KUBE_CONFIG", `auth provider "${provider}" gives no credentials for user "${user.name}"`, {
    hint: "log in again with the tool that wrote the kubeconfig, or use a credential plugin (exec)",
  });
}

function unreadable({ path, code }: NodeJS.ErrnoException, owner: string): HelmwatchError {
  return new HelmwatchError(
    "KUBE_CONFIG",
    `cannot read "${path}", which the kubeconfig names for "${owner}" (${code})`,
  );
}
