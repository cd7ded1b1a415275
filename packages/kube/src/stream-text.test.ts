import type { RequestListener, ServerResponse } from "node:http";
import { fakeClock } from "@helmwatch/testkit";
import { expect, it, onTestFinished } from "vitest";
import { apiServer, sendJson } from "../test/api-server.js";
import { failure } from "../test/failure.js";
import { kubeconfigFile } from "../test/kubeconfig-file.js";
import { connectKube } from "./connect-kube.js";

const path = "/api/v1/namespaces/shop/pods/p/log?follow=true";

async function start(answer: RequestListener) {
  const server = await apiServer(answer);
  const clock = fakeClock();
  const kube = await connectKube({ env: {}, clock, kubeconfig: kubeconfigFile({ server: server.url }) });
  onTestFinished(() => kube.close());
  onTestFinished(() => expect(clock.pending()).toBe(0));
  const controller = new AbortController();
  return { ...server, clock, controller, pieces: kube.stream!({ path, signal: controller.signal }) };
}

async function collect(pieces: AsyncIterable<string>) {
  const seen: string[] = [];
  for await (const piece of pieces) seen.push(piece);
  return seen;
}

const sends =
  (chunks: readonly (string | number[])[], last: (response: ServerResponse) => void): RequestListener =>
  async (_, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    for (const chunk of chunks) {
      response.write(typeof chunk === "string" ? chunk : Buffer.from(chunk));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    last(response);
  };

it("yields text as it comes, never a part of a character, and ends when the server ends it", async () => {
  const { pieces, requests } = await start(sends(["one\ntw", "o ", [0xc3], [0xa9]], (response) => response.end()));
  const seen = await collect(pieces);
  expect(seen.join("")).toBe("one\ntwo é");
  expect(seen.length).toBeGreaterThan(1);
  expect(requests[0]!.url).toBe(path);
  expect(requests[0]!.headers).toMatchObject({ accept: "text/plain, application/json" });
});

it("waits for its first text as long as it takes: a silent log has not even a status", async () => {
  const { pieces, clock, requests, controller } = await start(() => {});
  const silent = failure(collect(pieces));
  await expect.poll(() => requests.length).toBe(1);
  await clock.advance(3_600_000);
  controller.abort(new Error("stop"));
  expect((await silent).message).toBe("stop");
});

it.each<[string, RequestListener, object]>([
  ["a cut connection", sends(["half"], (response) => response.socket!.destroy()), { code: "KUBE_UNREACHABLE" }],
  ["a refusal", (_, response) => sendJson(response, {}, 403), { code: "KUBE_FORBIDDEN", facts: { status: 403 } }],
])("throws %s", async (_, answer, expected) => {
  const { pieces } = await start(answer);
  expect(await failure(collect(pieces))).toMatchObject(expected);
});

it("closes its connection when the loop is left", async () => {
  const { pieces, connections } = await start(sends(["one"], () => {}));
  for await (const _ of pieces) break;
  await expect.poll(connections).toBe(0);
});
