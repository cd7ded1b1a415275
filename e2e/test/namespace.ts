import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { inject, onTestFinished } from "vitest";
import { kubernetesPrograms } from "../cluster/local/programs.js";

/** A namespace of one test, gone at its end. */
export interface Namespace {
  readonly name: string;
  /** Runs kubectl in it; what it printed. Fails with what it printed on its standard error. */
  kubectl(...args: string[]): Promise<string>;
  apply(...objects: readonly object[]): Promise<void>;
  /** Waits (up to a minute) until kubectl's `--for` is so. */
  waitFor(object: string, condition: string): Promise<void>;
}

export async function createNamespace(): Promise<Namespace> {
  const { kubectl: program } = await kubernetesPrograms({ signal: new AbortController().signal, progress: () => {} });
  const name = `test-${randomBytes(4).toString("hex")}`;
  const run = async (args: readonly string[], input = "") =>
    (await execa(program, ["--kubeconfig", inject("kubeconfig"), "--namespace", name, ...args], { input })).stdout;
  await run(["create", "namespace", name]);
  onTestFinished(async () => void (await run(["delete", "namespace", name, "--wait=false"])));
  return {
    name,
    kubectl: (...args) => run(args),
    apply: async (...items) => {
      await run(["apply", "--filename", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    },
    waitFor: async (object, condition) => {
      await run(["wait", object, `--for=${condition}`, "--timeout=60s"]);
    },
  };
}
