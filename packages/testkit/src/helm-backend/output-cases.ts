import assert from "node:assert/strict";
import { ownOutput } from "../own-output.js";
import { hasMembers } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { configMap } from "./chart-objects.js";

/** About 120 KB, more than a pipe holds: many lines, with bytes of all sorts, and one that is longer than a log's. */
const long = [
  ...Array.from({ length: 3000 }, (_, line) => `${line} of many: ä € 😀\ttab, trailing blanks  `),
  "",
  "x".repeat(40_000),
  "1 looks like a protocol",
  "the last line",
].join("\n");

const installs = "Installing it now";

export const outputCases: BackendCases = {
  async "keeps stdout and stderr of helm apart"({ chart, namespace, run }) {
    const path = await chart({ template: "{{ fail `port must be set` }}" });
    const result = await run(["upgrade", "--install", "app", path, "--namespace", namespace], { files: [path] });
    const said = (text: string) => [result.stdout.includes(text), result.stderr.includes(text)];
    assert.deepEqual(said(installs), [true, false], "what helm says on stdout");
    assert.deepEqual(said("port must be set"), [false, true], "what helm says on stderr");
  },

  async "tells helm's exit code"({ chart, namespace, run }) {
    const path = await chart({ template: "{{ fail `port must be set` }}" });
    const failed = await run(["upgrade", "--install", "app", path, "--namespace", namespace], { files: [path] });
    hasMembers(failed, { exitCode: 1, ended: "exit" });
  },

  async "loses nothing of a long stdout"({ chart, namespace, run }) {
    const path = await chart({ notes: long });
    const { stdout } = await run(["upgrade", "--install", "app", path, "--namespace", namespace], { files: [path] });
    assert.ok(stdout.endsWith(`NOTES:\n${long}\n`), `expected the notes to end it, got ${stdout.length} characters`);
  },

  async "loses nothing of a long stderr"({ chart, file, namespace, run }) {
    const path = await chart({ template: "{{ fail .Values.text }}" });
    const values = await file("values.json", JSON.stringify({ text: long }));
    const argv = ["upgrade", "--install", "app", path, "--namespace", namespace, "--values", values];
    const { stderr } = await run(argv, { files: [path, values] });
    assert.ok(stderr.includes(long), `expected helm's whole error, got ${stderr.length} characters`);
  },

  async "tells where helm ran"({ chart, namespace, run }) {
    const path = await chart({ objects: [configMap("app", {})] });
    const { where } = await run(["upgrade", "--install", "app", path, "--namespace", namespace], { files: [path] });
    assert.notEqual(where.trim(), "");
  },

  async "writes nothing to stdout and stderr of its own process"({ chart, namespace, run }) {
    const good = await chart({ objects: [configMap("app", {})] });
    const bad = await chart({ template: "{{ fail `port must be set` }}" });
    const written = await ownOutput(async () => {
      for (const path of [good, bad])
        await run(["upgrade", "--install", "app", path, "--namespace", namespace], { files: [path] });
    });
    assert.equal(written, "");
  },
};
