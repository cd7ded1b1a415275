import type { RequestListener, ServerResponse } from "node:http";
import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { apiServer, sendJson } from "../test/api-server.js";
import { failure } from "../test/failure.js";
import { kubeconfigFile } from "../test/kubeconfig-file.js";
import { connectKube } from "./connect-kube.js";

const path = "/api/v1/pods?labelSelector=app%3Dweb&resourceVersion=7";
const event = (type: string, name: string) => ({ type, object: { metadata: { name } } });
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

async function start(answer: RequestListener) {
  const server = await apiServer(answer);
  const clock = fakeClock();
  const kube = await connectKube({ env: {}, clock, kubeconfig: kubeconfigFile({ server: server.url }) });
  onTestFinished(() => kube.close());
  onTestFinished(() => expect(clock.pending()).toBe(0));
  const controller = new AbortController();
  return { ...server, clock, controller, events: kube.watch({ path, signal: controller.signal }) };
}

/** A server that sends these chunks, each on its own, and then does `last`. */
const streamed = (chunks: readonly Uint8Array[], last: (response: ServerResponse) => void): RequestListener => {
  return async (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    for (const chunk of chunks) {
      response.write(chunk);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    last(response);
  };
};
const stream = (text: string, last: (response: ServerResponse) => void = (response) => response.end()) =>
  streamed([Buffer.from(text)], last);

const collect = async (events: AsyncIterable<unknown>) => {
  const seen: unknown[] = [];
  for await (const one of events) seen.push(one);
  return seen;
};

it("asks for a watch, yields events as they come, bookmarks too, and ends when the server ends it", async () => {
  const sent = [event("ADDED", "a"), event("MODIFIED", "a"), event("BOOKMARK", ""), event("DELETED", "a")];
  const { events, requests } = await start(stream(sent.map(line).join("")));
  expect(await collect(events)).toEqual(sent);
  expect(requests[0]!.url).toBe(`${path}&watch=true`);
});

it("puts events together from pieces, however they are cut, in the middle of a character too", async () => {
  const sent = [event("ADDED", "café"), event("ADDED", "🚀")];
  const bytes = Buffer.from(sent.map(line).join(""));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
  const { events } = await start(streamed(pieces, (response) => response.end()));
  expect(await collect(events)).toEqual(sent);
});

it("yields an event at once, not with the next one", async () => {
  const { events, controller } = await start(stream(line(event("ADDED", "a")), () => {}));
  const iterator = events[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: event("ADDED", "a") });
  controller.abort();
  await failure(iterator.next());
});

describe("a watch that fails", () => {
  const gone = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version: 7 (9)" };
  it.each<[name: string, answer: RequestListener, expected: object]>([
    [
      "an ERROR event",
      stream(line(event("ADDED", "a")) + line({ type: "ERROR", object: gone })),
      {
        code: "KUBE_REQUEST_FAILED",
        facts: { status: 410 },
        message: "WATCH /api/v1/pods failed (410 Expired): too old resource version: 7 (9)",
      },
    ],
    ["410 as the answer", (_, response) => sendJson(response, gone, 410), { facts: { status: 410 } }],
    ["403 as the answer", (_, response) => sendJson(response, {}, 403), { code: "KUBE_FORBIDDEN" }],
    [
      "a list, as of a server that knows no watch",
      (_, response) => sendJson(response, { kind: "PodList", items: [] }),
      { code: "KUBE_BAD_ANSWER" },
    ],
    ["an end within an event", stream('{"type":"ADDED","obj'), { code: "KUBE_BAD_ANSWER" }],
    [
      "a cut connection",
      stream(line(event("ADDED", "a")), (response) => response.socket!.destroy()),
      { code: "KUBE_UNREACHABLE", message: expect.stringContaining("the connection was cut") },
    ],
  ])("tells %s", async (_, answer, expected) => {
    const { events } = await start(answer);
    expect(await failure(collect(events))).toMatchObject(expected);
  });

  it("does not wait for ever for its beginning, but as long as it takes for the next event", async () => {
    const { events, clock, requests } = await start(() => {});
    const silent = failure(collect(events));
    await expect.poll(() => requests.length).toBe(1);
    await clock.advance(60_000);
    expect(await silent).toMatchObject({ code: "KUBE_UNREACHABLE" });

    const idle = await start(stream(line(event("ADDED", "a")), () => {}));
    const iterator = idle.events[Symbol.asyncIterator]();
    await iterator.next();
    const next = failure(iterator.next() as Promise<unknown>);
    await idle.clock.advance(3_600_000);
    idle.controller.abort(new Error("stop"));
    expect((await next).message).toBe("stop");
  });
});

describe("a watch that is left", () => {
  it("rejects with the signal's reason at once and closes its connection", async () => {
    const { events, controller, connections } = await start(stream(line(event("ADDED", "a")), () => {}));
    const reason = new Error("stop");
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const one of events) {
          seen.push(one);
          controller.abort(reason);
        }
      })(),
    );
    expect(error).toBe(reason);
    expect(seen.length).toBe(1);
    await expect.poll(connections).toBe(0);
  });

  it("closes its connection when the loop is left", async () => {
    const { events, connections } = await start(stream(line(event("ADDED", "a")), () => {}));
    for await (const _ of events) break;
    await expect.poll(connections).toBe(0);
  });

  it("sends nothing when aborted beforehand", async () => {
    const { events, controller, requests } = await start(() => {});
    const reason = new Error("stop");
    controller.abort(reason);
    expect(await failure(collect(events))).toBe(reason);
    expect(requests).toEqual([]);
  });
});
