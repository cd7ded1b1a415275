import { defineHelmBackend, definePlugin } from "@helmwatch/core/plugin";
import { cliOptions } from "./cli-options.js";
import { findBinary } from "./find-binary.js";

const hint = "Expected the helm program for this operating system and processor; see helm.binary.";

const cli = defineHelmBackend({
  summary: "Runs the helm program of this machine",
  options: cliOptions,
  create({ binary = "helm" }, { clock }) {
    const found = new Map<string, Promise<string>>();
    return {
      async run(command, signal) {
        const path = command.env.PATH ?? "";
        let file = found.get(path);
        if (!file) {
          file = findBinary(binary, path);
          found.set(path, file);
        }
        // Loaded with the first command: most starts of helmwatch run no helm.
        const { runHelm } = await import("@helmwatch/helm/program");
        return runHelm({ binary: await file, where: `helm at ${await file}`, hint }, command, clock, signal);
      },
    };
  },
});

export default definePlugin({ api: 1, name: "@helmwatch/helm-cli", version: "0.1.0", helmBackends: { cli } });
