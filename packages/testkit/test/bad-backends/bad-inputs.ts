import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { BadBackends } from "./bad-backend.js";
import { namespaceOf, starting, withoutEnv } from "./spoil.js";
import { title } from "./title.js";

/** Those that change what helm gets, or show it. */
export const badInputs: BadBackends = {
  "puts all files into one folder, by their names": {
    caughtBy: ["carries chart and values files as they are, whatever their names"],
    spoil: ({ good }) => ({
      run(command, signal) {
        const folder = mkdtempSync(join(tmpdir(), "flat-"));
        const moved = new Map<string, string>();
        for (const path of command.files.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())) {
          copyFileSync(path, join(folder, basename(path)));
          for (const text of [path, `"${path.replaceAll('"', '""')}"`]) moved.set(text, join(folder, basename(path)));
        }
        const argv = command.argv.map((argument) => moved.get(argument) ?? argument);
        return good.run({ ...command, argv }, signal).finally(() => rmSync(folder, { recursive: true }));
      },
    }),
  },
  "cuts files at 1 MiB": {
    caughtBy: [title.large],
    spoil: starting(({ files }) => {
      for (const path of files)
        if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 1024 * 1024) truncateSync(path, 1024 * 1024);
      return {};
    }),
  },
  "starts helm by a shell": {
    caughtBy: ["passes arguments on as they are, past any shell"],
    spoil: starting(({ argv }) => ({ argv: argv.map((argument) => argument.replace("$(id)", "uid=0(root)")) })),
  },
  "gives helm an environment of its own": {
    caughtBy: ["passes HELM_DRIVER on"],
    spoil: withoutEnv("HELM_DRIVER"),
  },
  "gives helm no stdin": {
    caughtBy: [title.stdin],
    spoil: starting(() => ({ stdin: "" })),
  },
  "gives the stdin as an argument": {
    caughtBy: [title.stdin],
    spoil: ({ good }) => ({
      async run(command, signal) {
        if (command.stdin === undefined) return good.run(command, signal);
        const helm = execFile(process.execPath, ["-e", "console.log(); setTimeout(() => {}, 60_000)", command.stdin]);
        await once(helm.stdout!, "data");
        return good.run(command, signal).finally(() => helm.kill());
      },
    }),
  },
  "writes the stdin into the spec of a pod": {
    caughtBy: [title.stdin],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const namespace = namespaceOf(command);
        const env = [{ name: "STDIN", value: Buffer.from(command.stdin ?? "").toString("base64") }];
        if (command.stdin) cluster.put(namespace, "pods", { metadata: { name: "helm" }, spec: { env } });
        return good.run(command, signal);
      },
    }),
  },
  "logs what helm gets": {
    caughtBy: [title.stdin],
    spoil: ({ good, host }) => ({
      run(command, signal) {
        host.log.debug({ stdin: command.stdin }, "helm starts");
        return good.run(command, signal);
      },
    }),
  },
};
