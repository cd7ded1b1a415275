import { expect, it } from "vitest";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import { type RenderMode, renderRelease } from "./render-release.js";

it("shows templates the Kubernetes that the file names only where no cluster is asked", async () => {
  const argvOf = async (mode: RenderMode) => {
    const helm = fakeHelm("4.3.1", () => ({ stdout: "MANIFEST:\na: 1\n" }));
    const release = plainRelease({ offlineKubeVersion: "1.30.2" });
    await renderRelease(
      connectHelm({ executor: helm, home: "/h", env: {} }),
      release,
      mode,
      new AbortController().signal,
    );
    return helm.commands.at(-1)!.argv.join(" ");
  };
  expect(await argvOf("client")).toMatch(/^template nats \S+ --namespace test --kube-version 1.30.2 /);
  expect(await argvOf("server")).not.toContain("kube-version");
});
