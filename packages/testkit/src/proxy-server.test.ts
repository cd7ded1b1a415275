import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { faultServer } from "./fault-server.js";
import { proxyServer } from "./proxy-server.js";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function start() {
  const [server, proxy] = await Promise.all([faultServer({ status: 201, body: "hello" }), proxyServer()]);
  cleanups.push(server.close, proxy.close);
  return { server, proxy, proxyPort: Number(new URL(proxy.url).port), target: new URL(server.url).host };
}

it("forwards requests and tells what it was asked for", async () => {
  const { server, proxy, proxyPort } = await start();
  const answer = await new Promise<[number | undefined, string]>((resolve) => {
    request({ port: proxyPort, host: "127.0.0.1", path: `${server.url}/x` }, (response) => {
      response.setEncoding("utf8").on("data", (text) => resolve([response.statusCode, text]));
    }).end();
  });

  expect(answer).toEqual([201, "hello"]);
  expect(proxy.asked).toEqual([`GET ${server.url}/x`]);
});

it("tunnels, and leaves nothing open when it is closed", async () => {
  const { proxy, proxyPort, target } = await start();
  const socket = connect(proxyPort, "127.0.0.1");
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  const established = await new Promise((resolve) => socket.once("data", (data) => resolve(String(data))));

  expect(established).toMatch(/^HTTP\/1.1 200 /);
  expect(proxy.asked).toEqual([`CONNECT ${target}`]);
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await proxy.close();
  await ended;
});
