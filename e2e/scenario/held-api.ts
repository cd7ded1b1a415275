import { readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { parse, stringify } from "yaml";

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface HeldApi {
  /** The given one, through here. */
  readonly kubeconfig: string;
  /** Resolves once a call that matches has come; it, and every one after it that matches, gets no answer. */
  hold(matches: (call: ApiCall) => boolean): Promise<void>;
  close(): void;
}

/** A way to the API server on which a call can be stopped before it arrives: what stands there then is what a crash leaves. */
export async function heldApi(kubeconfig: string, written: string): Promise<HeldApi> {
  const config = parse(await readFile(kubeconfig, "utf8"));
  const [{ cluster }] = config.clusters;
  const [{ user }] = config.users;
  const bytes = (name: string) => Buffer.from(user[`${name}-data`] ?? "", "base64");
  const credentials = { ca: Buffer.from(cluster["certificate-authority-data"], "base64") };
  const mine = { ...credentials, cert: bytes("client-certificate"), key: bytes("client-key") };
  let held: ((call: ApiCall) => boolean) | undefined;
  let tell = () => {};
  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const body = await buffer(incoming);
    if (held?.({ method, path, body: body.toString() })) return tell();
    const target = new URL(path, cluster.server);
    const { host: _, ...kept } = headers;
    const servername = "kubernetes";
    const forwarded = request(target, { method, headers: kept, servername, ...mine }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    forwarded.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  config.clusters = [
    { name: "held", cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } },
  ];
  config.users = [{ name: "held", user: {} }];
  config.contexts = [{ name: "held", context: { cluster: "held", user: "held" } }];
  config["current-context"] = "held";
  await writeFile(written, stringify(config));
  return {
    kubeconfig: written,
    hold: (matches) => {
      held = matches;
      return new Promise((resolve) => (tell = resolve));
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
