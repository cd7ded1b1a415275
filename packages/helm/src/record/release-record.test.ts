import { expect, it } from "vitest";
import { encodeRecord } from "../../test/fake-cluster.js";
import { decodeRecord } from "./release-record.js";

const record = {
  name: "a",
  version: 3,
  info: { status: "failed", description: 'Upgrade "a" failed: context deadline exceeded', notes: "Hello ✓" },
  chart: { values: { secret: "s3cret" } },
  config: { password: "s3cret" },
  manifest: "---\nkind: ConfigMap\n",
  hooks: [
    { kind: "Job", name: "a-h", events: ["test"], last_run: { phase: "Failed" }, manifest: "kind: Job" },
    { kind: "Job", name: "b" },
  ],
};
const read = {
  revision: 3,
  status: "failed",
  description: 'Upgrade "a" failed: context deadline exceeded',
  notes: "Hello ✓",
  manifest: "---\nkind: ConfigMap\n",
  hooks: [
    { kind: "Job", name: "a-h", events: ["test"], phase: "Failed", manifest: "kind: Job" },
    { kind: "Job", name: "b", events: [], phase: "", manifest: "" },
  ],
};
const base64 = (data: string | Buffer) => Buffer.from(data).toString("base64");

it.each([
  ["a Secret", base64(encodeRecord(record)), "secrets"],
  ["a ConfigMap", encodeRecord(record), "configmaps"],
  ["one that an old helm left unzipped", base64(base64(JSON.stringify(record))), "secrets"],
] as const)("decodes %s, leaving values and chart behind", async (_, data, resource) => {
  expect(await decodeRecord(data, resource)).toEqual(read);
});

it("reads a record without info as empty text", async () => {
  expect(await decodeRecord(encodeRecord({ version: 1 }), "configmaps")).toEqual({
    ...{ revision: 1, status: "", description: "", notes: "", manifest: "", hooks: [] },
  });
});

const bomb = encodeRecord({ version: 1, manifest: "a".repeat(80 * 1024 * 1024) });

it.each([
  ["nothing", ""],
  ["no base64", "%%%"],
  ["half a gzip", encodeRecord(record).slice(0, 40)],
  ["no JSON", base64("nope")],
  ["null", base64("null")],
  ["no version", encodeRecord({ info: {} })],
  ["what unzips to 80 MB", bomb],
])("refuses %s", async (_, data) => {
  await expect(decodeRecord(data, "configmaps")).rejects.toMatchObject({ code: "HELM_RECORD_MISMATCH" });
});
