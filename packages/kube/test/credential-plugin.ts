import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFile, temporaryFolder } from "./kubeconfig-file.js";

export interface CredentialPlugin {
  /** `users[].user.exec` */
  readonly exec: { apiVersion: string; command: string; args: string[]; env: { name: string; value: string }[] };
  /** How often it ran. */
  runs(): number;
}

export const apiVersion = "client.authentication.k8s.io/v1";

/** A real credential plugin: a Node script whose body sees `run` (1, 2, …), `info` and `print(status)`. */
export function credentialPlugin(body: string): CredentialPlugin {
  const log = join(temporaryFolder(), "runs");
  const script = `
    const { appendFileSync, readFileSync } = require("node:fs");
    appendFileSync(${JSON.stringify(log)}, ".");
    const run = readFileSync(${JSON.stringify(log)}, "utf8").length;
    const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
    const print = (status) => console.log(JSON.stringify({ kind: "ExecCredential", apiVersion: info.apiVersion, status }));
    ${body}`;
  const file = temporaryFile("plugin.cjs", script);
  return {
    exec: { apiVersion, command: process.execPath, args: [file], env: [] },
    runs: () => {
      try {
        return readFileSync(log, "utf8").length;
      } catch {
        return 0;
      }
    },
  };
}
