import { expect, it } from "vitest";
import { refuseOtherCluster } from "./refuse-other-cluster.js";

it.each(["HELM_KUBEAPISERVER", "HELM_KUBETOKEN", "HELM_KUBEASUSER"])("refuses %s, and does not show it", (name) => {
  const refuse = () => refuseOtherCluster({ [name]: "s3cret" });
  expect(refuse).toThrow(`${name} is set, which only helm would follow`);
  expect(refuse).not.toThrow("s3cret");
});

it.each([{}, { HELM_KUBECONTEXT: "kind", HELM_DRIVER: "secret" }, { HELM_KUBETOKEN: "" }])("lets %j pass", (env) => {
  expect(() => refuseOtherCluster(env)).not.toThrow();
});
