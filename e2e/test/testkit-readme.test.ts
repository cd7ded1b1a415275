import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { busyboxImage } from "../tools/busybox.js";
import { helmBinary } from "../tools/helm.js";

/** Stands in for a stranger's. */
const backend = `import cli from "@helmwatch/helm-cli";
export default { ...cli, helmBackends: { mine: cli.helmBackends!.cli! } };
`;

test("the example in testkit's README runs in the test runner of Node", async () => {
  const readme = await readFile(join(import.meta.dirname, "../../packages/testkit/README.md"), "utf8");
  const example = /```ts\n(\/\/ my-backend\.test\.ts[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  // Beside the tests, so that it finds the packages.
  const folder = await mkdtemp(join(import.meta.dirname, "readme-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "my-backend.ts"), backend);
  await writeFile(join(folder, "my-backend.test.ts"), example.replace("busybox:1.37", busyboxImage));

  const some = ["installs a release", "tells a hook that failed", "loses nothing of a long stdout"];
  const runner = ["--import", "tsx", "--test", "--test-reporter", "tap", "--test-name-pattern", some.join("|")];
  const { stdout } = await execa("node", [...runner, "my-backend.test.ts"], {
    cwd: folder,
    reject: false,
    env: {
      KUBECONFIG: inject("kubeconfig"),
      PATH: `${dirname(await helmBinary(4))}:${process.env.PATH}`,
      NODE_OPTIONS: "--conditions=@helmwatch/source",
    },
  });
  expect(stdout).toMatch(/^# fail 0$/m);
  for (const title of some) expect(stdout).toMatch(new RegExp(`^ +ok \\d+ - ${title}`, "m"));
});
