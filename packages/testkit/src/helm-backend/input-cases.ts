import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import type { BackendCases } from "./backend-case.js";
import { configMap, neverReady } from "./chart-objects.js";
import { watchTraces } from "./watch-traces.js";

/** What is seen of a text in the Base64 of a longer one: it may begin at each of three bytes. */
const withinBase64 = (text: string) =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.from("\0".repeat(offset) + text);
    return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

export const inputCases: BackendCases = {
  async "carries chart and values files as they are, whatever their names"({ release, file, deploy, objects }) {
    const blob = randomBytes(50_000);
    const map = configMap("app", {
      first: "{{ .Values.first }}",
      second: "{{ .Values.second }}",
      blob: "{{ .Files.Get `files/a blob` | sha256sum }}",
    });
    const values = [
      { path: await file("it's/one, two/values.yaml", JSON.stringify({ first: "1", second: "1" })) },
      { path: await file('a "b"/values.yaml', JSON.stringify({ second: "$(id) ä" })) },
    ];
    await deploy(await release("app", { objects: [map], files: { "files/a blob": blob } }, { values }));
    assert.deepEqual(await objects.data("app"), { first: "1", second: "$(id) ä", blob: sha256(blob) });
  },

  async "carries files of more than 1 MiB"({ release, file, deploy, objects }) {
    const padding = "helmwatch ".repeat(120_000);
    const map = configMap("app", {
      values: "{{ .Values.padding | sha256sum }}",
      file: "{{ .Files.Get `files/padding` | sha256sum }}",
    });
    const values = [{ path: await file("values.yaml", JSON.stringify({ padding })) }];
    const app = await release(
      "app",
      { objects: [map], files: { "files/padding": padding } },
      { values, digest: "big" },
    );
    await deploy(app);
    assert.deepEqual(await objects.data("app"), { values: sha256(padding), file: sha256(padding) });
  },

  async "passes arguments on as they are, past any shell"({ release, deploy, operations }) {
    const description = "$(id) `id` 'a' \"b\" \\ * ; # ä\n--next";
    const app = await release("app", { objects: [configMap("app", {})] }, { description });
    await deploy(app);
    assert.equal((await operations.record(app, 1, new AbortController().signal)).description, description);
  },

  async "passes HELM_DRIVER on"({ connect, release, objects }) {
    const { deploy } = await connect({ env: { HELM_DRIVER: "configmap" } });
    assert.deepEqual(await deploy(await release("app", { objects: [configMap("app", {})] })), { revision: 1 });
    const records = async (resource: "configmaps" | "secrets") =>
      (await objects.list(resource)).filter(({ metadata }) => metadata.name.startsWith("sh.helm.release.v1.app."));
    assert.equal((await records("configmaps")).length, 1);
    assert.equal((await records("secrets")).length, 0);
  },

  async "gives helm its stdin, and shows it in no arguments, pod, event or log"(stage) {
    const { chart, namespace, run, objects, host } = stage;
    const secret = randomBytes(12).toString("hex");
    const map = configMap("app", { sum: "{{ .Values.password | sha256sum }}" });
    // It fails, so that all that a backend keeps of a failure is looked at; and lasts, so that it can be looked at.
    const path = await chart({ objects: [map, neverReady("app")] });
    const argv = ["upgrade", "--install", "app", path, "--namespace", namespace];
    const traces = await watchTraces(stage, () =>
      run([...argv, "--values", "-", "--wait", "--timeout", "2s"], {
        ...{ files: [path], stdin: JSON.stringify({ password: secret }) },
      }).then(({ ended }) => assert.equal(ended, "exit")),
    );
    assert.deepEqual(await objects.data("app"), { sum: sha256(secret) });
    for (const text of [secret, ...withinBase64(secret)])
      for (const [place, seen] of Object.entries({ ...traces, log: JSON.stringify(host.logged) }))
        assert.ok(!seen.includes(text), `the secret of stdin is to be seen in ${place}`);
  },
};
