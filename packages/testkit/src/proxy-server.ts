import { createServer, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface ProxyServer {
  readonly url: string;
  /** What it was asked for, in order: `CONNECT 127.0.0.1:443`, `GET http://127.0.0.1:80/x`. */
  readonly asked: readonly string[];
  /** Ends all connections; nothing is left open. */
  close(): Promise<void>;
}

/** A real HTTP proxy on loopback that forwards and tunnels to servers on loopback. */
export async function proxyServer(): Promise<ProxyServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  };
  const server = createServer((incoming, response) => {
    const { method = "", url = "", headers } = incoming;
    asked.push(`${method} ${url}`);
    const onward = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  server.on("connection", track);
  server.on("connect", ({ url = "" }, client: Socket) => {
    asked.push(`CONNECT ${url}`);
    const upstream = track(connect(Number(url.split(":")[1]), "127.0.0.1"));
    upstream.on("connect", () => client.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    upstream.pipe(client).pipe(upstream);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
