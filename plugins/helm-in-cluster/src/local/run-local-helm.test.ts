import { fakeHost } from "@helmwatch/testkit";
import { expect, it } from "vitest";
import { runLocalHelm } from "./run-local-helm.js";

const { clock } = fakeHost();
const { signal } = new AbortController();
const command = {
  ...{ argv: ["-c", "printf '%s' \"$SAID\"; echo bad >&2; exit 3"], env: { SAID: "said", PATH: "/usr/bin:/bin" } },
  ...{ files: [], deadlineMs: 60_000, interruptible: false },
};

it("runs the program of this machine with the environment given, and no other", async () => {
  expect(await runLocalHelm("sh", command, clock, signal)).toEqual({
    ...{ exitCode: 3, stdout: "said", stderr: "bad\n", where: 'helm "sh" of this machine', ended: "exit" },
  });
});

it("stops for a Ctrl-C even where helm in the cluster would not", async () => {
  const stop = new AbortController();
  const result = runLocalHelm("sh", { ...command, argv: ["-c", "exec sleep 60"] }, clock, stop.signal);
  setTimeout(() => stop.abort(), 100);
  expect(await result).toMatchObject({ exitCode: 143, ended: "interrupted" });
});

it("says what to set where there is no helm", async () => {
  await expect(runLocalHelm("/no/helm", command, clock, signal)).rejects.toMatchObject({
    code: "HELM_NOT_FOUND",
    hint: expect.stringContaining("helm.in_cluster.local_helm"),
  });
});
