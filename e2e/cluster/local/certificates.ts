import { join } from "node:path";
import { execa } from "execa";
import { nodeName } from "./node-name.js";

/** Where a PEM certificate and its key are. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** Who each client of the API server is; RBAC's default roles know these names. */
const clients = {
  admin: "/O=system:masters/CN=admin",
  "controller-manager": "/CN=system:kube-controller-manager",
  kubelet: `/O=system:nodes/CN=system:node:${nodeName}`,
  proxy: "/CN=system:kube-proxy",
  scheduler: "/CN=system:kube-scheduler",
} as const;

export type Client = keyof typeof clients;

export interface Certificates {
  authority: KeyPair;
  server: KeyPair;
  /** Signs the tokens of service accounts. */
  serviceAccounts: KeyPair;
  clients: Record<Client, KeyPair>;
}

/** Makes an authority that nobody else trusts and all it signs, in `folder`. */
export async function createCertificates(
  folder: string,
  { openssl, addresses }: { openssl: string; addresses: readonly string[] },
): Promise<Certificates> {
  const make = async (name: string, subject: string, extension: string, issuer?: KeyPair): Promise<KeyPair> => {
    const pair = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
    await execa(openssl, [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365"],
      ...["-subj", subject, "-addext", extension, "-out", pair.cert, "-keyout", pair.key],
      ...(issuer ? ["-CA", issuer.cert, "-CAkey", issuer.key, "-addext", "basicConstraints=critical,CA:FALSE"] : []),
    ]);
    return pair;
  };
  const names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"].map((name) => `DNS:${name}`);
  const authority = await make("authority", "/CN=helmwatch-e2e", "keyUsage=critical,keyCertSign");
  const [server, serviceAccounts, ...pairs] = await Promise.all([
    make(
      "server",
      "/CN=kube-apiserver",
      `subjectAltName=${[...names, ...addresses.map((address) => `IP:${address}`)].join(",")}`,
      authority,
    ),
    make("service-accounts", "/CN=service-accounts", "keyUsage=digitalSignature", authority),
    ...Object.entries(clients).map(([name, subject]) => make(name, subject, "extendedKeyUsage=clientAuth", authority)),
  ]);
  return {
    authority,
    server: server!,
    serviceAccounts: serviceAccounts!,
    clients: Object.fromEntries(Object.keys(clients).map((name, index) => [name, pairs[index]!])) as Record<
      Client,
      KeyPair
    >,
  };
}
