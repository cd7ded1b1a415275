import { systemClock } from "@helmwatch/core";
import { connectKube } from "@helmwatch/kube";
import type { BackendUnderTest } from "@helmwatch/testkit";
import { afterAll, inject } from "vitest";
import { busyboxImage } from "../tools/busybox.js";

/** What the conformance suite of helm backends needs of the cluster; to be called at the top of a test file. */
export async function helmBackendCluster(): Promise<Pick<BackendUnderTest, "kube" | "env" | "image">> {
  const env = { ...process.env, KUBECONFIG: inject("kubeconfig") };
  const kube = await connectKube({ env, clock: systemClock });
  afterAll(() => kube.close());
  return { kube, env, image: busyboxImage };
}
