import { expect, it } from "vitest";
import { dryRunText } from "./rendered-text.js";

const head = "NAME: a\nLAST DEPLOYED: Wed Nov 25\nSTATUS: pending-install\nTEST SUITE: None\n";

it.each<[claim: string, stdout: string, rendered: unknown]>([
  [
    "hooks, manifest and notes of helm 4",
    `${head}HOOKS:\n---\nhook: 1\n\nMANIFEST:\n---\na: 1\n---\nb: |\n  NOTES:\n\n\nNOTES:\nMANIFEST:\n---\nno: 1\n`,
    { hooks: "---\nhook: 1", manifest: "---\na: 1\n---\nb: |\n  NOTES:" },
  ],
  ["a chart without hooks and notes", `${head}HOOKS:\nMANIFEST:\n---\na: 1\n`, { hooks: "", manifest: "---\na: 1" }],
  ["a chart without objects", `${head}HOOKS:\nMANIFEST:\n`, { hooks: "", manifest: "" }],
  ["carriage returns", "HOOKS:\r\nMANIFEST:\r\n---\r\na: 1\r\n", { hooks: "", manifest: "---\r\na: 1" }],
  ["nothing that is a manifest", head, undefined],
])("takes apart %s", (_, stdout, rendered) => {
  expect(dryRunText(stdout)).toEqual(rendered);
});
