import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { hostFetch } from "./host-fetch.js";

/** A server that remembers what it was asked for. */
async function serve(name: string) {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(name);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it("asks directly without a proxy in the environment", async () => {
  const target = await serve("target");
  const response = await hostFetch({})(`${target.url}/a`, { method: "POST", body: "x" });
  expect(await response.text()).toBe("target");
  expect(target.asked).toEqual(["POST /a"]);
});

it("asks through the proxy of the environment, but for what no_proxy names", async () => {
  const proxy = await serve("proxy");
  const target = await serve("target");
  const { port } = new URL(target.url);
  const through = await hostFetch({ HTTP_PROXY: proxy.url })(`http://example.invalid:${port}/a`);
  expect(await through.text()).toBe("proxy");
  expect(proxy.asked).toEqual([`GET http://example.invalid:${port}/a`]);
  const direct = await hostFetch({ http_proxy: proxy.url, no_proxy: "127.0.0.1" })(`${target.url}/b`);
  expect(await direct.text()).toBe("target");
});

it("stops a request that is aborted", async () => {
  const target = await serve("target");
  await expect(hostFetch({})(target.url, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});
