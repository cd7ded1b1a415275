import { readFile, writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import type { KeyPair } from "./certificates.js";

/** Writes a kubeconfig that holds all it needs, so that it can be copied anywhere. */
export async function writeKubeconfig(
  path: string,
  { server, authority, client }: { server: string; authority: KeyPair; client: KeyPair },
): Promise<string> {
  const data = async (file: string) => (await readFile(file)).toString("base64");
  const name = "helmwatch-e2e";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": await data(authority.cert) } }],
    users: [
      {
        name,
        user: { "client-certificate-data": await data(client.cert), "client-key-data": await data(client.key) },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  await writeFile(path, stringify(config), { mode: 0o600 });
  return path;
}
