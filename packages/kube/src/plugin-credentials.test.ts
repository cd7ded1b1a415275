import { fakeClock } from "@helmwatch/testkit";
import { expect, it } from "vitest";
import { credentialPlugin } from "../test/credential-plugin.js";
import type { Cluster } from "./kubeconfig.js";
import { pluginCredentials } from "./plugin-credentials.js";

const { signal } = new AbortController();

function start(body: string) {
  const plugin = credentialPlugin(body);
  const clock = fakeClock();
  const exec = {
    ...plugin.exec,
    env: {},
    installHint: undefined,
    interactiveMode: undefined,
    provideClusterInfo: false,
  };
  const credentials = pluginCredentials({ exec, user: "jane", cluster: {} as Cluster, env: {} }, clock);
  return { plugin, clock, credentials };
}

it("runs the plugin once for requests at the same time and keeps what it gave", async () => {
  const { plugin, credentials } = start("print({ token: 't' + run })");
  const tokens = await Promise.all([credentials.get(signal), credentials.get(signal), credentials.get(signal)]);
  tokens.push(await credentials.get(signal));
  expect(tokens.map(({ token }) => token)).toEqual(["t1", "t1", "t1", "t1"]);
  expect(plugin.runs()).toBe(1);
});

it("asks again once the credential has expired", async () => {
  const { clock, credentials } = start(
    "print({ token: 't' + run, expirationTimestamp: '1970-01-01T00:0' + run + ':00Z' })",
  );
  expect((await credentials.get(signal)).token).toBe("t1");
  await clock.advance(59_999);
  expect((await credentials.get(signal)).token).toBe("t1");
  await clock.advance(1);
  expect((await credentials.get(signal)).token).toBe("t2");
});

it("asks again after a refusal, once for all who were refused", async () => {
  const { plugin, credentials } = start("print({ token: 't' + run })");
  const first = await credentials.get(signal);
  credentials.refuse(first);
  expect((await credentials.get(signal)).token).toBe("t2");
  credentials.refuse(first);
  expect((await credentials.get(signal)).token).toBe("t2");
  expect(plugin.runs()).toBe(2);
});

it("asks again after a failure", async () => {
  const { credentials } = start("if (run === 1) process.exit(1); print({ token: 't' + run })");
  await expect(credentials.get(signal)).rejects.toMatchObject({ code: "KUBE_CONFIG" });
  expect((await credentials.get(signal)).token).toBe("t2");
});

it("lets one caller go without taking the plugin from another", async () => {
  const { plugin, credentials } = start("print({ token: 't' + run })");
  const controller = new AbortController();
  const impatient = credentials.get(controller.signal);
  const patient = credentials.get(signal);
  controller.abort(new Error("stop"));
  await expect(impatient).rejects.toThrow("stop");
  expect((await patient).token).toBe("t1");
  expect(plugin.runs()).toBe(1);
});

it("ends a running plugin on close", async () => {
  const { credentials } = start("setInterval(() => {}, 1000)");
  const waiting = credentials.get(signal);
  credentials.close();
  await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
});
