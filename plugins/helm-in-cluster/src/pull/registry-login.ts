import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HelmCommand } from "@helmwatch/core/plugin";

type Logins = Readonly<Record<string, object>>;

/** Docker Hub's own names for itself. */
const hub = /^(?:registry-1\.|index\.)?docker\.io$/;

/**
 * Of the files that helm looks into for a login (its own, then docker's) the entry of one host, as such a file; undefined
 * where there is none, `keychain` where the file only says that a program of this machine knows it.
 */
export async function registryLogin(env: HelmCommand["env"], host: string): Promise<string | undefined> {
  const { HELM_REGISTRY_CONFIG: own, DOCKER_CONFIG, HOME } = env;
  const docker = DOCKER_CONFIG || (HOME && join(HOME, ".docker"));
  for (const file of [own, docker && join(docker, "config.json")]) {
    const logins = file ? await readLogins(file) : {};
    const found = Object.entries(logins).filter(([key]) => isOf(bareHost(key), host));
    if (found.some(([, login]) => Object.keys(login).length === 0)) return "keychain";
    if (found.length > 0) return JSON.stringify({ auths: Object.fromEntries(found) });
  }
  return undefined;
}

async function readLogins(file: string): Promise<Logins> {
  try {
    const { auths } = JSON.parse(await readFile(file, "utf8")) as { auths?: Logins };
    return auths ?? {};
  } catch {
    return {};
  }
}

/** Keys may be URLs: `https://index.docker.io/v1/`. */
const bareHost = (key: string) => key.replace(/^https?:\/\//, "").split("/")[0] ?? "";
const isOf = (key: string, host: string) => key === host || (hub.test(key) && hub.test(host));
