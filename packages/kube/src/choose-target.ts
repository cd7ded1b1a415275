import { dirname, isAbsolute, resolve, sep } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { Cluster, ExecConfig, Target, User } from "./kubeconfig.js";
import { type Entry, type Fields, fieldsOf, type Kubeconfig, listOf } from "./read-kubeconfig.js";

/** Resolves a context, or the current one, to its cluster and user. Anything missing is a KUBE_CONFIG error. */
export function chooseTarget(kubeconfig: Kubeconfig, wanted: string | undefined): Target {
  const where = kubeconfig.files.join(", ");
  const known = [...kubeconfig.contexts.keys()];
  const choice = known.length === 0 ? `${where} holds no contexts` : `known contexts: ${known.join(", ")}`;
  const name = wanted ?? kubeconfig.currentContext;
  if (name === undefined)
    throw new HelmwatchError("KUBE_CONFIG", `no current context is set in ${where}`, {
      hint: `name a context, or run "kubectl config use-context NAME"; ${choice}`,
    });
  const context = kubeconfig.contexts.get(name);
  if (!context)
    throw new HelmwatchError("KUBE_CONFIG", `context "${name}" does not exist in ${where}`, { hint: choice });

  const refer = (kind: "cluster" | "user", entries: ReadonlyMap<string, Entry>, target: string) => {
    const entry = entries.get(target);
    if (entry) return entry;
    const message = `context "${name}" refers to ${kind} "${target}", which does not exist in ${where}`;
    throw new HelmwatchError("KUBE_CONFIG", message);
  };
  const clusterName = text(context.fields, "cluster") ?? "";
  const userName = text(context.fields, "user");
  return {
    context: name,
    namespace: text(context.fields, "namespace") ?? "default",
    cluster: readCluster(clusterName, refer("cluster", kubeconfig.clusters, clusterName)),
    user: readUser(
      userName ?? "",
      userName === undefined ? { file: context.file, fields: {} } : refer("user", kubeconfig.users, userName),
    ),
  };
}

function readCluster(name: string, { file, fields }: Entry): Cluster {
  const server = text(fields, "server");
  const proxyUrl = text(fields, "proxy-url");
  if (!isUrl(server, /^https?:$/))
    throw new HelmwatchError("KUBE_CONFIG", `cluster "${name}" in ${file} needs a server like "https://host:6443"`);
  if (proxyUrl !== undefined && !isUrl(proxyUrl, /^(https?|socks[45]?[ah]?):$/))
    throw new HelmwatchError("KUBE_CONFIG", `proxy-url of cluster "${name}" in ${file} is not an http or socks URL`);
  const caData = text(fields, "certificate-authority-data");
  const extension = listOf(fields.extensions).find((one) => one.name === "client.authentication.k8s.io/exec");
  return {
    name,
    server: server.replace(/\/+$/, ""),
    caData,
    caFile: caData === undefined ? path(file, text(fields, "certificate-authority")) : undefined,
    skipTLSVerify: fields["insecure-skip-tls-verify"] === "true",
    tlsServerName: text(fields, "tls-server-name"),
    proxyUrl,
    execExtension: extension?.extension,
  };
}

function readUser(name: string, { file, fields }: Entry): User {
  const certData = text(fields, "client-certificate-data");
  const keyData = text(fields, "client-key-data");
  return {
    name,
    certData,
    certFile: certData === undefined ? path(file, text(fields, "client-certificate")) : undefined,
    keyData,
    keyFile: keyData === undefined ? path(file, text(fields, "client-key")) : undefined,
    token: text(fields, "token"),
    tokenFile: path(file, text(fields, "tokenFile")),
    username: text(fields, "username"),
    password: text(fields, "password"),
    impersonation: readImpersonation(fields),
    authProvider: fields["auth-provider"] ? readAuthProvider(name, file, fieldsOf(fields["auth-provider"])) : undefined,
    exec: fields.exec ? readExec(name, file, fieldsOf(fields.exec)) : undefined,
  };
}

/** client-node would pass over another one in silence. */
function readAuthProvider(user: string, file: string, fields: Fields) {
  const name = text(fields, "name") ?? "";
  if (["azure", "gcp", "oidc"].includes(name)) return { name, config: fields.config };
  throw new HelmwatchError("KUBE_CONFIG", `auth-provider "${name}" of user "${user}" in ${file} is not known`, {
    hint: "known: azure, gcp, oidc; use a credential plugin (exec) for others",
  });
}

function readExec(user: string, file: string, fields: Fields): ExecConfig {
  const command = text(fields, "command");
  const apiVersion = text(fields, "apiVersion");
  if (command === undefined || apiVersion === undefined)
    throw new HelmwatchError("KUBE_CONFIG", `exec of user "${user}" in ${file} needs both command and apiVersion`);
  return {
    apiVersion,
    // A command with a slash is relative to its kubeconfig, a bare name is looked up on PATH.
    command: command.includes(sep) ? path(file, command)! : command,
    args: Array.isArray(fields.args) ? fields.args.map(String) : [],
    env: Object.fromEntries(listOf(fields.env).map((one) => [String(one.name), String(one.value ?? "")])),
    installHint: text(fields, "installHint"),
    interactiveMode: text(fields, "interactiveMode"),
    provideClusterInfo: fields.provideClusterInfo === "true",
  };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function readImpersonation(fields: Fields): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  const user = text(fields, "as");
  const uid = text(fields, "as-uid");
  const groups = fields["as-groups"];
  if (user !== undefined) headers["impersonate-user"] = user;
  if (uid !== undefined) headers["impersonate-uid"] = uid;
  if (Array.isArray(groups)) headers["impersonate-group"] = groups.map(String);
  for (const [key, values] of Object.entries(fieldsOf(fields["as-user-extra"])))
    if (Array.isArray(values)) headers[`impersonate-extra-${encodeURIComponent(key)}`] = values.map(String);
  return headers;
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function path(file: string, value: string | undefined): string | undefined {
  return value === undefined || isAbsolute(value) ? value : resolve(dirname(file), value);
}

function isUrl(value: string | undefined, protocol: RegExp): value is string {
  return value !== undefined && URL.canParse(value) && protocol.test(new URL(value).protocol);
}
