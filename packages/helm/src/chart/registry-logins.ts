import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Clock, HelmwatchError } from "@helmwatch/core/plugin";
import { tlsArgv } from "../argv/fetch-argv.js";
import { flag } from "../argv/release-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import type { Registry } from "./chart-source.js";

const deadlineMs = 120_000;
/**
 * With no entry in its file, helm would hand the password to the machine's keychain (docker-credential-*), over one that
 * the user may have stored there. `.invalid` is reserved by RFC 2606.
 */
const seed = JSON.stringify({ auths: { "helmwatch.invalid": {} } });

/** How a chart wants its registry used; credentials of its own win over declared ones. */
export interface RegistryAccess {
  readonly username?: string;
  readonly password?: string;
  readonly insecure?: boolean;
  readonly plainHttp?: boolean;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface RegistryLogins {
  /** The declared registry of a host. */
  find(host: string): Registry | undefined;
  /**
   * Logs in where credentials are known, once; where none are, the user's own logins serve. Resolves to the environment
   * of a helm that is logged in.
   */
  use(host: string, access: RegistryAccess, signal: AbortSignal): Promise<{ readonly HELM_REGISTRY_CONFIG: string }>;
}

export function registryLogins(helm: Helm, declared: readonly Registry[], clock: Clock): RegistryLogins {
  const registries = declared.map((registry) => ({ ...registry, host: bareHost(registry.host) }));
  const shared = helm.home.registryConfig;
  const logins = new Map<string, Promise<{ HELM_REGISTRY_CONFIG: string }>>();
  const seeded = new Map<string, Promise<void>>();
  let last: Promise<unknown> = Promise.resolve();

  function writeSeed(config: string): Promise<void> {
    let written = seeded.get(config);
    if (!written) {
      written = mkdir(dirname(config), { recursive: true, mode: 0o700 }).then(() =>
        writeFile(config, seed, { mode: 0o600 }),
      );
      seeded.set(config, written);
    }
    return written;
  }

  async function login(registry: Registry, access: RegistryAccess, config: string, signal: AbortSignal): Promise<void> {
    const { plainHttp = false, caFile, certFile, keyFile } = access;
    const insecure = registry.insecure || access.insecure === true;
    const { host, username, password } = registry;
    if (!username) return;
    if (password === undefined)
      throw new HelmwatchError("HELM_FETCH_FAILED", `registry "${host}" has a username but no password`, {
        hint: "Give the password, best by a variable of the environment.",
      });
    const { plainHttpLogin } = await helm.capabilities(signal);
    const call: HelmCall = {
      argv: [
        ...["registry", "login", host, "--username", username, "--password-stdin"],
        ...tlsArgv(access),
        ...flag(insecure || (plainHttp && !plainHttpLogin), "--insecure"),
        ...flag(plainHttp && plainHttpLogin, "--plain-http"),
      ],
      files: [caFile, certFile, keyFile].filter((file) => file !== undefined),
      stdin: password,
      env: { HELM_REGISTRY_CONFIG: config },
      deadlineMs,
      interruptible: true,
    };
    await retryTransient(clock, signal, async () => {
      const result = await helm.run(call, signal);
      if (result.ended !== "exit" || result.exitCode !== 0)
        throw helmFailure(`login to registry "${host}" as "${username}"`, "registry", call, result);
    });
  }

  const find = (host: string) => registries.find((registry) => registry.host === host);

  return {
    find,
    use(host, access, signal) {
      const { username, password, insecure = false, caFile, certFile, keyFile } = access;
      const registry: Registry = username
        ? { host, username, insecure, ...(password === undefined ? {} : { password }) }
        : (find(host) ?? { host, insecure });
      // A registry without credentials here may have those of the user's own `helm registry login`.
      const own = helm.userRegistryConfig;
      if (!registry.username && own !== undefined && existsSync(own))
        return Promise.resolve({ HELM_REGISTRY_CONFIG: own });
      const asked = JSON.stringify([registry, insecure, caFile, certFile, keyFile]);
      const key = createHash("sha256").update(asked).digest("hex");
      // Credentials of one chart stay in a file of their own: another chart may have others for the same host.
      const config = username ? join(dirname(shared), `${key.slice(0, 16)}.json`) : shared;
      let entry = logins.get(key);
      if (!entry) {
        // helm reads and rewrites its registry file without a lock, so logins queue.
        entry = last
          .then(() => writeSeed(config))
          .then(() => login(registry, access, config, signal))
          .then(() => ({ HELM_REGISTRY_CONFIG: config }));
        last = entry.catch(() => {});
        logins.set(key, entry);
      }
      return entry;
    },
  };
}

/** helm refuses a scheme and a path here from 3.18 on. */
function bareHost(host: string): string {
  return host.replace(/^[a-z]+:\/\//, "").split("/")[0] ?? host;
}
