import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpTarget {
  readonly url: string;
  /** How often a path was asked for. */
  count(path: string): number;
  /** Of the newest request of a path. */
  headers(path: string): IncomingHttpHeaders | undefined;
  /** Statuses that a path answers with, one request after another; the last goes on. */
  answer(path: string, ...statuses: number[]): void;
  close(): void;
}

/** What the monitors of a scenario look at. A path without a script answers 200. */
export async function httpTarget(): Promise<HttpTarget> {
  const scripts = new Map<string, number[]>();
  const counts = new Map<string, number>();
  const headers = new Map<string, IncomingHttpHeaders>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const asked = counts.get(path) ?? 0;
    counts.set(path, asked + 1);
    headers.set(path, request.headers);
    const script = scripts.get(path) ?? [200];
    response.statusCode = script[asked] ?? script.at(-1) ?? 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (path) => counts.get(path) ?? 0,
    headers: (path) => headers.get(path),
    answer: (path, ...statuses) => {
      scripts.set(path, statuses);
      counts.delete(path);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
