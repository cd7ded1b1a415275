import { resolve } from "node:path";
import { shellWord } from "@helmwatch/kube/job";
import type { Options } from "../option/option-table.js";
import { defaultNamespace } from "./run-job.js";

/** How to go on with a run from any folder of this machine, to be pasted into a shell. */
export function followCommands(
  run: string,
  namespace: string,
  { kubeconfig, kubeContext }: Pick<Options, "kubeconfig" | "kubeContext">,
  cwd: string,
): string {
  const flags = [
    ...(namespace === defaultNamespace ? [] : ["-n", namespace]),
    ...(kubeContext === undefined ? [] : ["--kube-context", kubeContext]),
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", resolve(cwd, kubeconfig)]),
  ];
  const attach = ["helmwatch", "attach", run, ...flags].map(word).join(" ");
  return `follow it: ${attach}\nstop it:   ${attach} --stop`;
}

const word = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : shellWord(text));
