import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import type { TestCertificates } from "./certificates.js";
import { debianPrograms } from "./debian-programs.js";
import { freePort } from "./free-port.js";
import type { Progress } from "./progress.js";
import { startService } from "./start-service.js";
import { waitUntil } from "./wait-until.js";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** An OCI registry on this machine, without TLS unless asked to. */
export interface Registry {
  /** `ADDRESS:PORT`, as in `oci://HOST/charts/NAME`. */
  readonly host: string;
  /** Whom it lets in; everybody when absent. */
  readonly credentials?: Credentials;
  readonly tls?: TestCertificates;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  readonly credentials?: Credentials;
  /** Of this machine; 127.0.0.1 by default, which no pod reaches. */
  readonly address?: string;
  /** What it serves with; only for 127.0.0.1. It then wants the client's certificate. */
  readonly tls?: TestCertificates;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Starts an empty registry. */
export async function startRegistry({
  credentials,
  address = "127.0.0.1",
  tls,
  signal = new AbortController().signal,
  progress = () => {},
}: RegistryOptions = {}): Promise<Registry> {
  const [program] = await debianPrograms(["docker-registry"], { signal, progress });
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-registry-"));
  const host = `${address}:${await freePort()}`;
  const htpasswd = join(folder, "htpasswd");
  if (credentials) await writeFile(htpasswd, await htpasswdLine(credentials), { mode: 0o600 });
  const config = {
    version: "0.1",
    log: { level: "warn" },
    http: {
      addr: host,
      ...(tls && { tls: { certificate: tls.server.cert, key: tls.server.key, clientcas: [tls.authority] } }),
    },
    storage: { filesystem: { rootdirectory: join(folder, "storage") }, delete: { enabled: true } },
    ...(credentials && { auth: { htpasswd: { realm: "helmwatch", path: htpasswd } } }),
  };
  await writeFile(join(folder, "config.yml"), stringify(config));
  const service = await startService("docker-registry", [program, "serve", join(folder, "config.yml")], {
    logFile: join(folder, "log"),
  });
  const stop = async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const wanted = credentials ? 401 : 200;
    await waitUntil(
      "waiting for the registry",
      async () => {
        const status = await statusOf(host, tls);
        if (status !== wanted) throw new Error(`it answers ${status}`);
      },
      { within: 10_000, signal, services: [service] },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, ...(credentials && { credentials }), ...(tls && { tls }), stop };
}

async function statusOf(host: string, tls: TestCertificates | undefined): Promise<number | undefined> {
  if (!tls) return (await fetch(`http://${host}/v2/`)).status;
  const [ca, cert, key] = await Promise.all(
    [tls.authority, tls.client.cert, tls.client.key].map((file) => readFile(file)),
  );
  const asked = get(`https://${host}/v2/`, { ca, cert, key, agent: false });
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** The registry takes bcrypt only, which Node has not; crypt(3), which perl calls, has. */
async function htpasswdLine({ username, password }: Credentials): Promise<string> {
  const crypt = "chomp($_ = <STDIN>); print crypt($_, q($2b$05$abcdefghijklmnopqrstuu))";
  const { stdout } = await execa("perl", ["-e", crypt], { input: password });
  return `${username}:${stdout}\n`;
}
