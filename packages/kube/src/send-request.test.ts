import { getEventListeners } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { apiServer, sendJson } from "../test/api-server.js";
import { failure } from "../test/failure.js";
import { kubeconfigFile } from "../test/kubeconfig-file.js";
import { connectKube } from "./connect-kube.js";

const { signal } = new AbortController();
const path = "/api/v1/secrets?limit=5";
const get = { method: "GET", path, signal };
const post = { method: "POST", path, body: { kind: "Secret" }, signal };
const status = (code: number, more = {}) => ({ kind: "Status", status: "Failure", code, ...more });

async function start(answer: RequestListener, base = "", clock = fakeClock()) {
  const server = await apiServer(answer);
  const kubeconfig = kubeconfigFile({ server: server.url + base }, { token: "t0ken" });
  const kube = await connectKube({ env: {}, clock, kubeconfig });
  onTestFinished(() => kube.close());
  onTestFinished(() => {
    expect(clock.pending()).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
  return { ...server, clock, kube };
}

describe("a request", () => {
  it("sends JSON and reads JSON, on top of the server's own path", async () => {
    const { kube, requests } = await start(async (request, response) => {
      const sent = JSON.parse(await text(request));
      sendJson(response, { sent }, 201);
    }, "/k8s/clusters/c-1");
    expect(await kube.request(post)).toEqual({ sent: { kind: "Secret" } });
    expect(requests[0]).toMatchObject({
      method: "POST",
      url: `/k8s/clusters/c-1${path}`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "helmwatch",
        authorization: "Bearer t0ken",
      },
    });
  });

  it("takes the caller's headers, in any case, but never another identity", async () => {
    const { kube, requests } = await start((_, response) => sendJson(response, {}));
    const headers = { "Content-Type": "application/merge-patch+json", Accept: "a/b", Authorization: "Bearer other" };
    await kube.request({ ...post, method: "PATCH", headers });
    expect(requests[0]!.headersDistinct).toMatchObject({
      "content-type": ["application/merge-patch+json"],
      accept: ["a/b"],
      authorization: ["Bearer t0ken"],
    });
  });

  it("unpacks gzip", async () => {
    const { kube } = await start((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync('{"a":1}'));
    });
    expect(await kube.request(get)).toEqual({ a: 1 });
  });

  it("gives text to a caller who asks for it (pod logs), nothing for an empty answer", async () => {
    const { kube } = await start(({ url }, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.end(url === "/log" ? "line 1\n" : "");
    });
    const headers = { Accept: "text/plain, application/json" };
    expect(await kube.request({ method: "GET", path: "/log", headers, signal })).toBe("line 1\n");
    expect(await kube.request({ method: "DELETE", path: "/empty", signal })).toBeUndefined();
  });

  it("refuses a path that would lead to another host", async () => {
    const { kube, requests } = await start((_, response) => sendJson(response, {}));
    await expect(kube.request({ ...get, path: "@elsewhere/api" })).rejects.toThrow('must start with "/"');
    expect(requests).toEqual([]);
  });
});

describe("an answer that is an error", () => {
  it.each<[status: number, body: object, code: string, message: string]>([
    [
      401,
      status(401, { reason: "Unauthorized", message: "Unauthorized" }),
      "KUBE_FORBIDDEN",
      'URL does not accept the credentials of context "test" (401 Unauthorized)',
    ],
    [
      403,
      status(403, { reason: "Forbidden", message: 'secrets is forbidden: User "jane" cannot list resource "secrets"' }),
      "KUBE_FORBIDDEN",
      'POST /api/v1/secrets is not allowed to context "test" (403 Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets"',
    ],
    [
      404,
      status(404, { reason: "NotFound", message: 'pods "web" not found' }),
      "KUBE_REQUEST_FAILED",
      'POST /api/v1/secrets failed (404 NotFound): pods "web" not found',
    ],
    [
      409,
      status(409, { reason: "AlreadyExists", message: 'secrets "a" already exists' }),
      "KUBE_REQUEST_FAILED",
      'POST /api/v1/secrets failed (409 AlreadyExists): secrets "a" already exists',
    ],
    [500, {}, "KUBE_REQUEST_FAILED", "POST /api/v1/secrets failed (500): the answer gives no reason"],
    [302, {}, "KUBE_BAD_ANSWER", "URL answers POST with a redirect (302), which is not followed"],
  ])("%i has its own words", async (status, body, code, message) => {
    const { kube, url, requests } = await start((_, response) => sendJson(response, body, status, { location: "/x" }));
    const error = await failure(kube.request(post));
    expect(error).toMatchObject({ code, message: message.replace("URL", url) });
    if (status >= 400) expect(error.facts.status).toBe(status);
    expect(requests.length).toBe(1);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("t0ken");
  });

  it.each<[name: string, answer: (response: ServerResponse) => void, message: string]>([
    [
      "a login page",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>Log in"),
      "URL answers with text/html instead of JSON",
    ],
    [
      "text that nobody asked for",
      (response) => response.writeHead(200, { "content-type": "text/plain" }).end("ok"),
      "URL answers with text/plain instead of JSON",
    ],
    [
      "broken gzip",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no"),
      "URL sends broken gzip",
    ],
    [
      "a gzip bomb",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(65 << 20))),
      "the answer of URL is larger than 64 MiB",
    ],
    [
      "a body without end",
      (response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1 << 20)));
          response.once("drain", more);
        };
        more();
      },
      "the answer of URL is larger than 64 MiB",
    ],
  ])("names what came instead of JSON: %s", async (_, answer, message) => {
    const { kube, url } = await start((_, response) => answer(response));
    const error = await failure(kube.request(get));
    expect(error).toMatchObject({ code: "KUBE_BAD_ANSWER", message: message.replace("URL", url) });
  });
});

describe("a retry", () => {
  type Step = number | "cut" | { status: number; retryAfter: string } | { status: number; seconds: number };
  it.each<[claim: string, method: "GET" | "POST", steps: Step[], outcome: number | string, waits: number[]]>([
    ["waits as long as Retry-After says", "GET", [{ status: 429, retryAfter: "2" }, 200], 200, [2000]],
    ["waits as long as the Status says", "GET", [{ status: 503, seconds: 3 }, 200], 200, [3000]],
    ["waits longer each time where nothing is said", "GET", [500, 502, 503, 200], 200, [250, 500, 1000]],
    ["does not trust a strange Retry-After", "GET", [{ status: 429, retryAfter: "-5" }, 200], 200, [250]],
    ["is made after a cut connection", "GET", ["cut", "cut", 200], 200, [250, 500]],
    ["is made three times, no more", "GET", [503, 503, 503, 503, 200], 503, [250, 500, 1000]],
    ["is not made when the server wants half a minute and more", "GET", [{ status: 429, retryAfter: "31" }], 429, []],
    ["is not made of a request that changes something", "POST", [503], 503, []],
    ["is not made of a request whose fate is unknown", "POST", ["cut"], "UND_ERR_SOCKET", []],
    ["is not made of a request that the server understood", "GET", [404], 404, []],
  ])("%s", async (_, method, steps, outcome, waits) => {
    const waited: number[] = [];
    const clock = fakeClock();
    const sleep: typeof clock.sleep = async (ms, signal) =>
      ms === 60_000 ? clock.sleep(ms, signal) : void waited.push(ms);
    const left = [...steps];
    const { kube, requests } = await start(
      (request, response) => {
        const step = left.shift()!;
        if (step === "cut") return request.socket.destroy();
        if (typeof step === "number") return sendJson(response, {}, step);
        const retry: Record<string, string> = "retryAfter" in step ? { "retry-after": step.retryAfter } : {};
        const details = "seconds" in step ? { retryAfterSeconds: step.seconds } : {};
        sendJson(response, status(step.status, { details }), step.status, retry);
      },
      "",
      { ...clock, sleep },
    );
    const answered = await kube.request({ ...get, method }).then(
      () => 200,
      ({ facts }) => facts.status ?? facts.code,
    );
    expect([answered, waited, requests.length]).toEqual([outcome, waits, waits.length + 1]);
  });
});

describe("time and aborts", () => {
  it("gives up on a server that does not answer within a minute", async () => {
    const { kube, url, clock, requests } = await start(() => {});
    const work = failure(kube.request(get));
    await expect.poll(() => requests.length).toBe(1);
    await clock.advance(60_000);
    expect(await work).toMatchObject({
      code: "KUBE_UNREACHABLE",
      message: `cannot reach the Kubernetes API at ${url}: no answer within 60 s`,
    });
  });

  it("gives up on a body that stops in its middle", async () => {
    const { kube, clock, requests } = await start((_, response) => void response.write('{"items": ['));
    const work = failure(kube.request(get));
    await expect.poll(() => requests.length).toBe(1);
    await clock.advance(60_000);
    expect(await work).toMatchObject({ code: "KUBE_UNREACHABLE" });
  });

  it.each<[when: string, method: string, answer: RequestListener]>([
    ["before the answer", "POST", () => {}],
    ["in the middle of the body", "POST", (_, response) => void response.write("{")],
    ["between two tries", "GET", (_, response) => sendJson(response, {}, 503)],
  ])("rejects with the signal's reason at once %s and leaves no connection busy", async (_, method, answer) => {
    const { kube, requests, connections, clock } = await start(answer);
    const controller = new AbortController();
    const work = failure(kube.request({ ...get, method, signal: controller.signal }));
    await expect.poll(() => requests.length).toBe(1);
    await expect.poll(() => clock.pending()).toBe(1);
    const reason = Object.assign(new Error("stop"), { code: "ECONNRESET" });
    controller.abort(reason);
    expect(await work).toBe(reason);
    await kube.close();
    await expect.poll(connections).toBe(0);
  });

  it("lets one signal stop many requests without a warning of Node about its listeners", async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const { kube, requests } = await start(() => {});
    const controller = new AbortController();
    const work = Array.from({ length: 20 }, () => failure(kube.request({ ...get, signal: controller.signal })));
    await expect.poll(() => requests.length).toBe(20);
    controller.abort(new Error("stop"));
    expect((await Promise.all(work)).map(({ message }) => message)).toEqual(Array(20).fill("stop"));
    expect(warnings).toEqual([]);
  });

  it("sends nothing when aborted beforehand", async () => {
    const { kube, requests } = await start((_, response) => sendJson(response, {}));
    const reason = new Error("stop");
    expect(await failure(kube.request({ ...get, signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(requests).toEqual([]);
  });
});
