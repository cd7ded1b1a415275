import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { onTestFinished } from "vitest";

export interface Proxy {
  readonly port: number;
  /** `host:port` of what it opened, with the login that came. */
  readonly opened: readonly string[];
}

/** An HTTP proxy that tunnels (CONNECT), or answers with `status`. */
export async function httpProxy(status = 200): Promise<Proxy> {
  const opened: string[] = [];
  const server = createHttpServer().on("connect", (request, client) => {
    client.on("error", () => {});
    const login = request.headers["proxy-authorization"] ?? "";
    opened.push(`${request.url} ${Buffer.from(login.replace("Basic ", ""), "base64")}`.trim());
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = request.url!.split(":");
    const upstream = connect(Number(port), host, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    upstream.on("error", () => client.destroy());
    upstream.pipe(client).pipe(upstream);
  });
  return { port: await listen(server), opened };
}

/** A SOCKS5 proxy (RFC 1928, RFC 1929) that asks for a login and opens IPv4 addresses and names. */
export async function socksProxy(password: string): Promise<Proxy> {
  const opened: string[] = [];
  const server = createServer(async (client) => {
    client.on("error", () => {});
    const next = () => new Promise<Buffer>((resolve) => client.once("data", resolve));
    await next();
    client.write(Buffer.from([5, 2]));
    const login = await next();
    const [user, given] = [login.subarray(2, 2 + login[1]!), login.subarray(3 + login[1]!)];
    client.write(Buffer.from([1, String(given) === password ? 0 : 1]));
    if (String(given) !== password) return client.end();
    const target = await next();
    const name = target[3] === 3;
    const host = name ? String(target.subarray(5, 5 + target[4]!)) : target.subarray(4, 8).join(".");
    const port = target.readUInt16BE(target.length - 2);
    opened.push(`${host}:${port} ${user}:${given}`);
    const upstream = connect(port, host, () => client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
    upstream.on("error", () => client.destroy());
    upstream.pipe(client).pipe(upstream);
  });
  return { port: await listen(server), opened };
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
