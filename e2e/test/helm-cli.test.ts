import helmCli from "@helmwatch/helm-cli";
import { helmBackendSuite } from "@helmwatch/testkit";
import { describe, it } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { helmBackendCluster } from "./helm-backend-cluster.js";

const cluster = await helmBackendCluster();

describe.each(helmMajors)("the helm program of this machine, helm %i", async (major) => {
  const binary = await helmBinary(major);
  helmBackendSuite(it.concurrent, { ...cluster, type: helmCli.helmBackends!.cli!, options: () => ({ binary }) });
});
