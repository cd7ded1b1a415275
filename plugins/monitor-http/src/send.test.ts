import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type Answer, proxyServer } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failure, monitor, observe, serve, stable } from "../test/start-monitor.js";

describe("the request", () => {
  it("is a HEAD by default, as in helmwave, under our own name", async () => {
    const { url, requests } = await serve({});
    await observe({ url: `${url}/healthz?deep=1#fragment` });

    expect(requests[0]).toMatchObject({
      method: "HEAD",
      path: "/healthz?deep=1",
      headers: { "user-agent": "helmwatch" },
    });
  });

  it("sends method, headers and body as given, and no content-type of its own", async () => {
    const { url, requests } = await serve({});
    await observe({ url, method: "patch", headers: { "X-A": "1", "User-Agent": "me" }, body: '{"a":"ä"}' });

    expect(requests[0]).toMatchObject({
      method: "PATCH",
      body: '{"a":"ä"}',
      headers: { "x-a": "1", "user-agent": "me", "content-length": "10" },
    });
    expect(requests[0]?.headers).not.toHaveProperty("content-type");
  });

  it("really sends another Host", async () => {
    const { url, requests } = await serve({});
    await observe({ url, headers: { host: "app.example" } });

    expect(requests[0]?.headers.host).toBe("app.example");
  });

  it("makes credentials of the address a header and registers all secrets", async () => {
    const { url, requests } = await serve({});
    const { host, observe } = await monitor({
      url: `${url.replace("//", "//us%40er:p%25ss@")}/?token=t0ken&zone=eu`,
      headers: { "X-Api-Key": "k3y", "x-plain": "visible" },
    });
    const { facts = {} } = await observe();
    const basic = Buffer.from("us@er:p%ss").toString("base64");

    expect(requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect([...host.secrets].sort()).toEqual([`Basic ${basic}`, "k3y", "p%ss", "t0ken", basic].sort());
    expect(stable(String(facts.url))).toBe("http://SERVER/?token=***&zone=eu");
  });

  it("reaches a port that fetch blocks", async () => {
    const server = createServer(({ method, url, headers }, response) =>
      response.end(`${method} ${url} ${headers.host}`),
    );
    onTestFinished(() => void server.close());
    const port = await listenOnAny(server, [6697, 6679, 6566, 10_080, 5061]);
    const url = `http://127.0.0.1:${port}/x`;

    expect(await observe({ url, method: "GET", body_matches: `^GET /x 127.0.0.1:${port}$` })).toMatchObject({
      pass: true,
    });
  });
});

async function listenOnAny(server: Server, [port, ...others]: number[]): Promise<number> {
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return port!;
  } catch (error) {
    if (others.length === 0) throw error;
    return listenOnAny(server, others);
  }
}

describe("redirects", () => {
  const to = (location: string, status = 302): Answer => ({ status, headers: { location } });

  it("are followed by default, and told", async () => {
    const { url } = await serve([to("/a"), to("b?token=x", 307), { status: 200 }]);
    const { pass, facts = {} } = await observe({ url });

    expect(pass).toBe(true);
    expect((facts.redirects as string[]).map(stable)).toEqual(["http://SERVER/a", "http://SERVER/b?token=***"]);
  });

  it("are judged themselves where one is expected", async () => {
    const { url, requests } = await serve([to("/a", 301), { status: 500 }]);

    expect(await observe({ url, expected_codes: [301] })).toMatchObject({ pass: true, facts: { status: 301 } });
    expect(requests).toHaveLength(1);
  });

  it("are judged themselves where they are not to be followed", async () => {
    const { url } = await serve(to("/login?code=abc"));
    const { pass, why, facts = {} } = await observe({ url, follow_redirects: false });

    expect({ pass, why }).toEqual({ pass: false, why: "unexpected status code 302, expected 200–299" });
    expect(stable(String(facts.location))).toBe("http://SERVER/login?code=***");
  });

  it.each<[status: number, method: string, then: string, body: string]>([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [303, "HEAD", "HEAD", ""],
    [302, "PUT", "PUT", "data"],
    [307, "POST", "POST", "data"],
    [308, "POST", "POST", "data"],
  ])("with %i turn a %s into a %s", async (status, method, then, body) => {
    const { url, requests } = await serve([to("/next", status), {}]);
    await observe({
      url,
      method,
      ...(method === "HEAD" ? {} : { body: "data", headers: { "content-type": "text/plain" } }),
    });

    expect(requests[1]).toMatchObject({ method: then, path: "/next", body });
    expect("content-type" in requests[1]!.headers).toBe(body !== "");
  });

  it("carry no secret and no Host to another origin", async () => {
    const other = await serve({});
    const { url, requests } = await serve([to("/same"), to(other.url.replace("//", "//u:p@"))]);
    const headers = { Host: "app.example", Authorization: "Bearer x", Cookie: "a=b", "X-Api-Key": "k", "X-Plain": "1" };
    await observe({ url, headers });

    expect(requests[1]?.headers).toMatchObject({ host: "app.example", authorization: "Bearer x" });
    expect(Object.keys(other.requests[0]!.headers).join()).not.toMatch(/authorization|cookie|x-api-key/);
    expect(other.requests[0]?.headers).toMatchObject({ "x-plain": "1", host: other.url.slice("http://".length) });
  });

  it("end at the tenth", async () => {
    const { url, requests } = await serve(to("/again"));
    const error = await failure(observe({ url }));

    expect(stable(error.message)).toBe("http://SERVER/ redirects more than 10 times");
    expect(requests).toHaveLength(11);
  });

  it.each(["ftp://a/b", "http://"])("to %s are an error", async (location) => {
    const error = await failure(observe({ url: (await serve(to(location))).url }));

    expect(stable(error.message)).toBe("http://SERVER/ redirects (302) to no web address");
  });

  it("say where they led when that cannot be reached", async () => {
    const { url } = await serve(to("http://service.invalid/?token=x"));

    expect((await failure(observe({ url }))).message).toMatch(
      /^cannot reach http:\/\/service\.invalid\/\?token=\*\*\*: /,
    );
  });

  it("without a location are answers", async () => {
    expect(await observe({ url: (await serve({ status: 302 })).url })).toMatchObject({ pass: false });
  });
});

describe("certificates", () => {
  it("are verified by default", async () => {
    const error = await failure(observe({ url: (await serve({}, { tls: true })).url }));

    expect(stable(error.message)).toBe("no TLS with https://SERVER/: self-signed certificate");
    expect(error.hint).toBe("trust its authority (NODE_EXTRA_CA_CERTS), or set insecure: true");
  });

  it("are not verified with insecure", async () => {
    expect(await observe({ url: (await serve({}, { tls: true })).url, insecure: true })).toMatchObject({ pass: true });
  });

  it("are still verified where only Host is given", async () => {
    const { url } = await serve({}, { tls: true });

    expect(await failure(observe({ url, headers: { host: "app.example" } }))).toMatchObject({
      code: "MONITOR_UNREACHABLE",
    });
  });
});

describe("the proxy of the environment", () => {
  async function proxy() {
    const server = await proxyServer();
    onTestFinished(server.close);
    onTestFinished(() => void vi.unstubAllEnvs());
    return server;
  }

  it.each([
    ["with insecure", { insecure: true }, true],
    ["with another Host", { headers: { host: "app.example" } }, false],
  ])("is used %s", async (_, given, tls) => {
    const { url: proxyUrl, asked } = await proxy();
    const { url, requests } = await serve({}, { tls });
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY"]) vi.stubEnv(name, proxyUrl);
    vi.stubEnv("NO_PROXY", "");

    expect(await observe({ url, ...given })).toMatchObject({ pass: true });
    expect(asked.map(stable)).toEqual(["CONNECT SERVER"]);
    expect(requests[0]?.headers.host).toBe(tls ? new URL(url).host : "app.example");
  });

  it("is left out for hosts of NO_PROXY", async () => {
    const { url: proxyUrl, asked } = await proxy();
    vi.stubEnv("HTTPS_PROXY", proxyUrl);
    vi.stubEnv("NO_PROXY", "127.0.0.1");

    expect(await observe({ url: (await serve({}, { tls: true })).url, insecure: true })).toMatchObject({ pass: true });
    expect(asked).toEqual([]);
  });
});
