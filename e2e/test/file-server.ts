import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { TestCertificates } from "../tools/certificates.js";
import type { Credentials } from "../tools/registry.js";

export interface FileServer {
  readonly url: string;
  /** Path and whether the password came along, of each request. */
  readonly asked: { readonly path: string; readonly password: boolean }[];
}

export interface FileServerOptions {
  /** Who may read; everybody when absent. */
  readonly credentials?: Credentials;
  /** Then it speaks TLS, and wants the client's certificate where `wantsClient` says so. */
  readonly tls?: TestCertificates;
  readonly wantsClient?: boolean;
}

/** Serves the files of a folder, as a chart repository is one, until the end of the test. */
export async function serveFiles(folder: string, options: FileServerOptions = {}): Promise<FileServer> {
  const { credentials, tls, wantsClient = false } = options;
  const known = credentials && basicHeader(credentials);
  const asked: { path: string; password: boolean }[] = [];
  const answer: RequestListener = async ({ url: address = "", headers }, response) => {
    const [url = ""] = address.split("?", 1);
    asked.push({ path: url, password: headers.authorization !== undefined });
    if (known !== undefined && headers.authorization !== known) return void response.writeHead(401).end();
    const file = await readFile(join(folder, url)).catch(() => undefined);
    response.writeHead(file ? 200 : 404).end(file);
  };
  return { url: await listen(answer, tls && { tls, wantsClient }), asked };
}

export function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** The address of a server that ends with the test. */
export async function listen(
  answer: RequestListener,
  secure?: { readonly tls: TestCertificates; readonly wantsClient: boolean },
): Promise<string> {
  const server = secure ? await tlsServer(answer, secure) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `${secure ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function tlsServer(
  answer: RequestListener,
  { tls, wantsClient }: { readonly tls: TestCertificates; readonly wantsClient: boolean },
) {
  const [ca, cert, key] = await Promise.all(
    [tls.authority, tls.server.cert, tls.server.key].map((file) => readFile(file)),
  );
  return createTlsServer({ ca, cert, key, requestCert: wantsClient, rejectUnauthorized: wantsClient }, answer);
}
