import { createServer, type Server } from "node:net";
import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { apiServer, sendJson } from "../test/api-server.js";
import { authority, type Pair } from "../test/certificates.js";
import { failure } from "../test/failure.js";
import { kubeconfigFile } from "../test/kubeconfig-file.js";
import { httpProxy, socksProxy } from "../test/proxies.js";
import { connectKube } from "./connect-kube.js";

const ca = authority();
const other = authority("other");
const valid = ca.issue("/CN=api", "subjectAltName=IP:127.0.0.1,DNS:localhost");
const named = ca.issue("/CN=named", "subjectAltName=DNS:api.internal");
const expired = ca.issue("/CN=expired", "subjectAltName=IP:127.0.0.1", -1);
const { signal } = new AbortController();
const version = { method: "GET", path: "/version", signal };
const inline = { "certificate-authority-data": Buffer.from(ca.cert).toString("base64") };
const trusted = { "certificate-authority": ca.certFile };

const secure = (pair: Pair, more = {}) =>
  apiServer((_, response) => sendJson(response, { gitVersion: "v1.35.4" }), {
    cert: pair.cert,
    key: pair.key,
    ...more,
  });

async function connect(cluster: Record<string, unknown>, user = {}, env = {}) {
  const kube = await connectKube({ env, clock: fakeClock(), kubeconfig: kubeconfigFile(cluster, user) });
  onTestFinished(() => kube.close());
  return kube;
}

/** A TCP server without a server's manners. */
async function rawServer(listener: Parameters<typeof createServer>[1] & {}): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe("a server that is trusted", () => {
  it.each<[name: string, pair: Pair, cluster: Record<string, unknown>, host: string]>([
    ["by the CA of the cluster", valid, trusted, "127.0.0.1"],
    ["by the inline CA", valid, inline, "127.0.0.1"],
    ["by the inline CA before a CA file", valid, { ...inline, "certificate-authority": "/nope" }, "127.0.0.1"],
    ["by its host name", valid, trusted, "localhost"],
    ["by tls-server-name, for an address", named, { ...trusted, "tls-server-name": "api.internal" }, "127.0.0.1"],
    ["by tls-server-name, for a host name", named, { ...trusted, "tls-server-name": "api.internal" }, "localhost"],
    ["not at all, with insecure-skip-tls-verify", expired, { "insecure-skip-tls-verify": true }, "127.0.0.1"],
  ])("%s", async (_, pair, cluster, host) => {
    const { port } = await secure(pair);
    const kube = await connect({ server: `https://${host}:${port}`, ...cluster });
    expect(await kube.request(version)).toEqual({ gitVersion: "v1.35.4" });
  });
});

describe("a server that cannot be reached", () => {
  it.each<[name: string, cluster: () => Promise<Record<string, unknown>>, expected: string]>([
    [
      "nobody listens",
      async () => ({ server: `http://${await closedPort()}` }),
      "the connection is refused (ECONNREFUSED)",
    ],
    [
      "no such host",
      async () => ({ server: "https://no-such-host.invalid" }),
      "its host name cannot be resolved (ENOTFOUND)",
    ],
    [
      "signed by an unknown CA",
      async () => ({ server: (await secure(valid)).url, "certificate-authority": other.certFile }),
      "its certificate is not signed by a trusted authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    ],
    [
      "no CA given",
      async () => ({ server: (await secure(valid)).url }),
      "its certificate is not signed by a trusted authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    ],
    [
      "an expired certificate",
      async () => ({ server: (await secure(expired)).url, ...trusted }),
      "its certificate has expired (CERT_HAS_EXPIRED)",
    ],
    [
      "a certificate of another name",
      async () => ({ server: (await secure(named)).url, ...trusted }),
      "its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)",
    ],
    [
      "another tls-server-name than the certificate's",
      async () => ({ server: (await secure(valid)).url, ...trusted, "tls-server-name": "api.internal" }),
      "its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)",
    ],
    [
      "http on a port of https",
      async () => ({ server: (await secure(valid)).url.replace("https", "http") }),
      "the connection was cut (UND_ERR_SOCKET)",
    ],
    [
      "https on a port of http",
      async () => ({ server: (await apiServer((_, r) => r.end())).url.replace("http", "https") }),
      "it does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER)",
    ],
    [
      "another protocol",
      async () => ({ server: `http://${await rawServer((socket) => void socket.end("SSH-2.0-OpenSSH\r\n"))}` }),
      "it does not speak HTTP (HPE_INVALID)",
    ],
    [
      "it hangs up",
      async () => ({ server: `http://${await rawServer((socket) => void socket.on("data", () => socket.destroy()))}` }),
      "the connection was cut (UND_ERR_SOCKET)",
    ],
    [
      "the proxy says no",
      async () => ({
        server: (await secure(valid)).url,
        "proxy-url": `http://me:s3cret@127.0.0.1:${(await httpProxy(407)).port}`,
      }),
      "the proxy opens no way to it (ERR_PROXY_407)",
    ],
    [
      "the SOCKS proxy says no",
      async () => ({
        server: (await secure(valid)).url,
        "proxy-url": `socks5://me:s3cret@127.0.0.1:${(await socksProxy("other")).port}`,
      }),
      "the proxy opens no way to it (ERR_PROXY_SOCKS)",
    ],
    [
      "the certificate behind a SOCKS proxy is not trusted",
      async () => ({
        server: (await secure(valid)).url,
        "proxy-url": `socks5://me:s3cret@127.0.0.1:${(await socksProxy("s3cret")).port}`,
      }),
      "its certificate is not signed by a trusted authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    ],
  ])("says why: %s", async (_, cluster, expected) => {
    const fields = await cluster();
    const kube = await connect(fields, { token: "t0ken" });
    const error = await failure(kube.request({ ...version, method: "POST" }));
    const through = fields["proxy-url"]
      ? ` through proxy ${String(fields["proxy-url"]).replace("me:s3cret@", "")}`
      : "";
    expect(error.message).toBe(`cannot reach the Kubernetes API at ${fields.server}${through}: ${expected}`);
    expect(error).toMatchObject({ code: "KUBE_UNREACHABLE", hint: expect.any(String) });
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toMatch(/s3cret|t0ken/);
  });

  it("is told apart from a token that no header may hold", async () => {
    const { url } = await secure(valid);
    const kube = await connect({ server: url, ...trusted }, { token: "two\nlines" });
    const error = await failure(kube.request(version));
    expect(error.message).toContain("the request cannot be written (UND_ERR_INVALID_ARG)");
    expect(`${error.stack}`).not.toContain("two");
  });
});

/** A port on which nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

describe("proxies", () => {
  it("tunnels through an HTTP proxy with its login, TLS to the server itself", async () => {
    const { url, port } = await secure(valid);
    const proxy = await httpProxy();
    const kube = await connect({ server: url, ...trusted, "proxy-url": `http://me:pass@127.0.0.1:${proxy.port}` });
    expect(await kube.request(version)).toEqual({ gitVersion: "v1.35.4" });
    expect(proxy.opened).toEqual([`127.0.0.1:${port} me:pass`]);
  });

  it.each([
    ["socks5", "127.0.0.1"],
    ["socks5h", "localhost"],
  ])("goes through a %s proxy with its login", async (scheme, host) => {
    const { port } = await secure(valid);
    const proxy = await socksProxy("pass");
    const proxyUrl = `${scheme}://me:pass@127.0.0.1:${proxy.port}`;
    const kube = await connect({ server: `https://${host}:${port}`, ...trusted, "proxy-url": proxyUrl });
    expect(await kube.request(version)).toEqual({ gitVersion: "v1.35.4" });
    expect(proxy.opened).toEqual([`${host}:${port} me:pass`]);
  });

  it("takes the environment's proxy where the cluster has none", async () => {
    const proxy = await httpProxy(502);
    const kube = await connect(
      { server: "https://k8s.example" },
      {},
      { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
    );
    await failure(kube.request(version));
    expect(proxy.opened[0]).toBe("k8s.example:443");
  });
});

it("cuts what runs and ends every connection on close", async () => {
  const { url, requests, connections } = await apiServer(() => {});
  const kube = await connect({ server: url });
  const running = failure(kube.request(version));
  await expect.poll(() => requests.length).toBe(1);
  await kube.close();
  expect(await running).toMatchObject({ code: "CANCELLED", message: "the connection to the cluster has been closed" });
  await expect.poll(connections).toBe(0);
  expect(await failure(kube.request(version))).toMatchObject({ code: "CANCELLED" });
});
