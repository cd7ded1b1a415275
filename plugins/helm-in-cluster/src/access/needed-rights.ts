import { rightsTo } from "@helmwatch/kube/job";

/** Of the service account, whatever the chart: helm's records, and a namespace that is missing. */
export const helmRights = (namespace: string, records: "secrets" | "configmaps", makesNamespace: boolean) => [
  ...rightsTo("", records, ["get", "list", "create", "update", "delete"], namespace),
  ...(makesNamespace ? rightsTo("", "namespaces", ["create"]) : []),
];
