import { afterEach, describe, expect, it } from "vitest";
import { type FaultServer, faultServer, type Script } from "./fault-server.js";
import { gate } from "./gate.js";

let server: FaultServer;
const start = async (script: Script, options?: { tls?: boolean }) => {
  server = await faultServer(script, options);
  return server;
};
afterEach(() => server.close());

/** The error codes under a failed fetch, outermost first. */
async function codes(work: Promise<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  let error = await work.then(
    () => undefined,
    (thrown: Error & { code?: string }) => thrown,
  );
  for (; error; error = error.cause as typeof error) found.push(error.code ?? error.name);
  return found;
}

describe("faultServer", () => {
  it("answers as listed, the last one for ever, and records what it was asked", async () => {
    const { url, requests } = await start([
      { status: 503, body: "busy" },
      { headers: { "x-a": "1" }, body: "ok" },
    ]);
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`${url}/p?q=1`, { method: "POST", headers: { "X-B": "2" }, body: "hello" });
      seen.push([response.status, response.headers.get("x-a"), await response.text()]);
    }

    expect(seen).toEqual([
      [503, null, "busy"],
      [200, "1", "ok"],
      [200, "1", "ok"],
    ]);
    expect(requests).toHaveLength(3);
    expect(requests[0]).toMatchObject({ method: "POST", path: "/p?q=1", body: "hello", headers: { "x-b": "2" } });
  });

  it("answers by the request where asked", async () => {
    const { url } = await start(({ path }) => ({ body: path }));

    expect(await (await fetch(`${url}/me`)).text()).toBe("/me");
  });

  it("holds headers and the second half of a body behind gates", async () => {
    const [headers, rest] = [gate(), gate()];
    const { url, requested } = await start({ body: "abcd", after: headers.opened, rest: rest.opened });
    const asked = fetch(url);
    await requested(1);
    headers.open();
    const reader = (await asked).body!.getReader();

    expect(Buffer.from((await reader.read()).value!).toString()).toBe("ab");
    rest.open();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("cd");
  });

  it("compresses", async () => {
    const { url } = await start({ body: "x".repeat(1000), gzip: true });
    const response = await fetch(url);

    expect(Number(response.headers.get("content-length"))).toBeLessThan(100);
    expect(await response.text()).toHaveLength(1000);
  });

  it("streams bodies larger than anyone wants", async () => {
    const { url } = await start({ body: "ab", bytes: 3_000_001 });

    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(3_000_001);
  });

  it.each<[fault: "reset" | "silence" | "garbage", code: RegExp]>([
    ["reset", /ECONNRESET/],
    ["silence", /UND_ERR_SOCKET/],
    ["garbage", /HPE_INVALID_CONSTANT|HTTPParserError/], // Node 20, Node 24
  ])("has the fault %s", async (fault, code) => {
    expect((await codes(fetch((await start({ fault })).url))).join()).toMatch(code);
  });

  it("ends the connection in the middle of a body", async () => {
    const response = await fetch((await start({ body: "abcd", fault: "truncate" })).url);

    expect(await codes(response.text())).toContain("UND_ERR_SOCKET");
  });

  it("speaks TLS with a certificate that nobody trusts", async () => {
    const { url } = await start({}, { tls: true });

    expect(url).toMatch(/^https:/);
    expect(await codes(fetch(url))).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
  });

  it("leaves nothing open when it is closed in the middle of an answer", async () => {
    const { url, requested, close } = await start({ body: "abcd", rest: new Promise(() => {}) });
    const asked = codes(fetch(url).then((response) => response.text()));
    await requested(1);
    await close();

    expect(await asked).toContain("UND_ERR_SOCKET");
    expect(await codes(fetch(url))).toContain("ECONNREFUSED");
  });
});
