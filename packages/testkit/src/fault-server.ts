import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Answer, SeenRequest } from "./answer.js";
import { selfSigned } from "./self-signed.js";
import { sendAnswer } from "./send-answer.js";

export interface FaultServer {
  /** `http://127.0.0.1:PORT`, https with `tls`. */
  readonly url: string;
  /** Everything asked so far, in order. */
  readonly requests: readonly SeenRequest[];
  /** Resolves once `count` requests have come in. */
  requested(count: number): Promise<void>;
  /** Resolves once no more than `count` connections are open. */
  connections(count: number): Promise<void>;
  /** Ends all connections; nothing is left open. */
  close(): Promise<void>;
}

/** One answer for all requests, a list (the last one stays), or a function of the request. */
export type Script = Answer | readonly Answer[] | ((request: SeenRequest) => Answer);

/**
 * A real HTTP server on loopback that answers as scripted, faults included. `tls` gives it a self-signed certificate.
 *
 * ```ts
 * const server = await faultServer([{ status: 503 }, { body: "ok" }]);
 * // … ask server.url …
 * await server.close();
 * ```
 */
export async function faultServer(script: Script, options: { tls?: boolean } = {}): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const leaving: { readonly count: number; readonly resolve: () => void }[] = [];
  const sockets = new Set<Socket>();
  const answerTo = scripted(script);

  const listener: RequestListener = async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    // A client that went away, or the end of the test, is no fault of the server.
    await sendAnswer(answerTo(request), response).catch(() => response.destroy());
  };
  const server = options.tls ? createHttpsServer(selfSigned, listener) : createHttpServer(listener);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      for (const { count, resolve } of leaving) if (sockets.size <= count) resolve();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  return {
    url: `${options.tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    requested: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push({ count, resolve });
          }),
    connections: (count) =>
      sockets.size <= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            leaving.push({ count, resolve });
          }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function scripted(script: Script): (request: SeenRequest) => Answer {
  if (typeof script === "function") return script;
  const left = Array.isArray(script) ? [...script] : [script as Answer];
  return () => (left.length > 1 ? left.shift() : left[0]) ?? {};
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}
