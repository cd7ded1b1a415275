import { describe, expect, it } from "vitest";
import { apiVersion, credentialPlugin } from "../test/credential-plugin.js";
import type { Cluster, ExecConfig } from "./kubeconfig.js";
import { runExecPlugin } from "./run-exec-plugin.js";

const cluster = {
  name: "c",
  server: "https://k8s.example",
  caData: "Y2E=",
  execExtension: { region: "eu" },
} as Cluster;

function run(body: string, more: Partial<ExecConfig> = {}, env = {}, signal = new AbortController().signal) {
  const { exec } = credentialPlugin(body);
  const config = {
    installHint: undefined,
    interactiveMode: "IfAvailable",
    provideClusterInfo: false,
    ...exec,
    env: {},
  };
  return runExecPlugin({ exec: { ...config, ...more }, user: "jane", cluster, env }, signal);
}

it("gives the plugin the environment of the argument, its own on top, and what it may know", async () => {
  const body = `print({ token: [process.env.A, process.env.B, process.env.HOME, JSON.stringify(info.spec)].join(" ") })`;
  const { token } = await run(body, { env: { B: "own" } }, { A: "given", B: "given" });
  expect(token).toBe('given own  {"interactive":false}');
});

it("describes the cluster only where the kubeconfig asks for it", async () => {
  const { token } = await run("print({ token: JSON.stringify(info.spec.cluster) })", { provideClusterInfo: true });
  expect(JSON.parse(token!)).toEqual({
    server: "https://k8s.example",
    "certificate-authority-data": "Y2E=",
    config: { region: "eu" },
  });
});

it("reads a client certificate and when it expires", async () => {
  const status = { clientCertificateData: "cert", clientKeyData: "key", expirationTimestamp: "1970-01-01T00:01:00Z" };
  expect(await run(`print(${JSON.stringify(status)})`)).toEqual({
    token: undefined,
    cert: "cert",
    key: "key",
    expires: 60_000,
  });
});

it("closes the plugin's input, so that one that reads it does not hang", async () => {
  const body = `process.stdin.on("end", () => print({ token: "t" })).resume()`;
  expect((await run(body)).token).toBe("t");
});

it("ends the plugin on abort", async () => {
  const controller = new AbortController();
  const running = run("setInterval(() => {}, 1000)", {}, {}, controller.signal);
  controller.abort(new Error("stop"));
  await expect(running).rejects.toThrow("stop");
});

describe("a plugin that gives nothing", () => {
  const node = process.execPath;
  it.each<[body: string, more: Partial<ExecConfig>, expected: string]>([
    ["", { command: "no-such-plugin" }, 'credential plugin "no-such-plugin" of user "jane" is not installed'],
    ["", { interactiveMode: "Always" }, `"${node}" of user "jane" needs a terminal, which it is not given here`],
    [
      `console.log("s3cret"); console.error("token has expired: run login"); process.exit(3)`,
      {},
      `"${node}" of user "jane" failed (3): token has expired: run login`,
    ],
    ["process.kill(process.pid, 'SIGKILL')", {}, `"${node}" of user "jane" failed (SIGKILL): `],
    ["", {}, `"${node}" of user "jane" did not print an ExecCredential with a status`],
    [`console.log("s3cret")`, {}, `"${node}" of user "jane" did not print an ExecCredential with a status`],
    [`console.log("null")`, {}, `"${node}" of user "jane" did not print an ExecCredential with a status`],
    [`console.log('{"token":"s3cret"}')`, {}, `"${node}" of user "jane" did not print an ExecCredential with a status`],
    [
      `info.apiVersion = "v1beta1"; print({ token: "s3cret" })`,
      {},
      `"${node}" of user "jane" answers in "v1beta1", but "${apiVersion}" is configured`,
    ],
    [
      `print({ clientCertificateData: "s3cret" })`,
      {},
      `"${node}" of user "jane" gave neither a token nor a client certificate with its key`,
    ],
    [`process.stdout.write("s3cret".repeat(1 << 20))`, {}, `failed (ERR_CHILD_PROCESS_STDIO_MAXBUFFER): `],
  ])("%#: %s %j", async (body, more, message) => {
    const error = await run(body, more).catch((error) => error);
    expect(error.message).toContain(message);
    expect(error.code).toBe("KUBE_CONFIG");
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("s3cret");
  });
});

it("hints at how to install a missing plugin, in the kubeconfig's own words", async () => {
  const error = await run("", { command: "no-such-plugin", installHint: "brew install it" }).catch((error) => error);
  expect(error.hint).toBe("brew install it");
});
