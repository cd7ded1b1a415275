import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, isIP, type Server, type Socket } from "node:net";
import { parse, stringify } from "yaml";

export interface BreakableProxy {
  /** The given one, through the proxy. */
  readonly kubeconfig: string;
  /** Cuts every connection and refuses new ones. */
  cut(): void;
  mend(): Promise<void>;
  close(): void;
}

/** A way to the API server that can be cut as by a restart of it; what it serves others goes on. */
export async function breakableProxy(kubeconfig: string, written: string): Promise<BreakableProxy> {
  const config = parse(await readFile(kubeconfig, "utf8"));
  const { cluster } = config.clusters[0];
  const target = new URL(cluster.server);
  const open = new Set<Socket>();
  let server: Server;
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server = createServer((client) => {
        const upstream = connect(Number(target.port), target.hostname);
        for (const socket of [client, upstream]) {
          open.add(socket);
          socket
            .on("error", () => {})
            .on("close", () => {
              open.delete(socket);
              client.destroy();
              upstream.destroy();
            });
        }
        client.pipe(upstream).pipe(client);
      });
      server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  const port = await listen(0);
  cluster.server = `https://127.0.0.1:${port}`;
  // Every API server's certificate has this name, for its clients in pods.
  cluster["tls-server-name"] ??= isIP(target.hostname) === 0 ? target.hostname : "kubernetes";
  await writeFile(written, stringify(config));
  const cut = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { kubeconfig: written, cut, mend: async () => void (await listen(port)), close: cut };
}
