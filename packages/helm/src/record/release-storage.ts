import { HelmwatchError } from "@helmwatch/core/plugin";

/** Which objects hold the release records, as HELM_DRIVER chose. */
export interface ReleaseStorage {
  readonly resource: "secrets" | "configmaps";
  /** Query of a list that finds only them. */
  readonly selector: string;
}

/** Throws USAGE for a driver that keeps records outside of the cluster. */
export function releaseStorage(driver: string | undefined): ReleaseStorage {
  switch (driver ?? "") {
    case "":
    case "secret":
    case "secrets":
      return { resource: "secrets", selector: "fieldSelector=type%3Dhelm.sh%2Frelease.v1" };
    case "configmap":
    case "configmaps":
      return { resource: "configmaps", selector: "" };
    default:
      throw new HelmwatchError("USAGE", `HELM_DRIVER is "${driver}", expected secret or configmap`, {
        hint: "helmwatch reads release records through the Kubernetes API; unset HELM_DRIVER.",
      });
  }
}
