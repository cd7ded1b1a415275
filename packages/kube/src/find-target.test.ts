import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isHelmwatchError } from "@helmwatch/core/plugin";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/kubeconfig-file.js";
import { findTarget, type TargetOptions } from "./find-target.js";

/** Files by name; `$DIR` in texts, options and results stands for their folder. */
async function find(files: Record<string, string>, options: Partial<TargetOptions>) {
  const dir = temporaryFolder();
  mkdirSync(join(dir, ".kube"));
  mkdirSync(join(dir, "pod"));
  const here = (text: string) => text.replaceAll("$DIR", dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), here(text));
  const resolved: TargetOptions = JSON.parse(here(JSON.stringify({ env: {}, ...options })));
  try {
    return { target: JSON.parse(JSON.stringify(await findTarget(resolved)).replaceAll(dir, "$DIR")) };
  } catch (error) {
    if (!isHelmwatchError(error)) throw error;
    const { code, message, hint } = error;
    return { error: `${code}: ${message}${hint ? ` (${hint})` : ""}`.replaceAll(dir, "$DIR") };
  }
}

const entry = (kind: string, name: string, fields: string) => `- name: ${name}\n  ${kind}: {${fields}}\n`;
const one = `
current-context: a
contexts:
${entry("context", "a", "cluster: a, user: a, namespace: shop")}${entry("context", "b", "cluster: b, user: b")}
clusters:
${entry("cluster", "a", "server: https://a.example/")}
users:
${entry("user", "a", "token: 0123")}
`;
const two = `
current-context: b
contexts:
${entry("context", "b", "cluster: other, user: other")}
clusters:
${entry("cluster", "b", "server: https://b.example")}${entry("cluster", "a", "server: https://shadowed.example")}
users:
${entry("user", "b", "token: t")}
`;

describe("what is used", () => {
  it.each<[claim: string, files: Record<string, string>, options: Partial<TargetOptions>, expected: object]>([
    [
      "the current context of a given file, digits of a token kept as text",
      { one },
      { kubeconfig: "$DIR/one" },
      {
        context: "a",
        namespace: "shop",
        cluster: { name: "a", server: "https://a.example" },
        user: { name: "a", token: "0123" },
      },
    ],
    [
      "a list: what an earlier file names wins, each entry on its own",
      { one, two },
      { kubeconfig: "$DIR/none:$DIR/one::$DIR/two", context: "b" },
      { context: "b", namespace: "default", cluster: { server: "https://b.example" }, user: { name: "b" } },
    ],
    [
      "the current context of the first file that has one",
      { none: "", one, two },
      { kubeconfig: "$DIR/none:$DIR/one:$DIR/two" },
      { context: "a" },
    ],
    [
      "the cluster of the first file for a context of the second",
      { one, two },
      { kubeconfig: "$DIR/two:$DIR/one", context: "a" },
      { cluster: { server: "https://shadowed.example" } },
    ],
    ["KUBECONFIG", { one }, { env: { KUBECONFIG: "$DIR/one" } }, { context: "a" }],
    [
      "a given file before KUBECONFIG",
      { one },
      { kubeconfig: "$DIR/one", env: { KUBECONFIG: "/nope" } },
      { context: "a" },
    ],
    ["~/.kube/config", { ".kube/config": one }, { env: { HOME: "$DIR" } }, { context: "a" }],
    [
      "the pod's service account when there is no kubeconfig",
      { "pod/token": "t", "pod/ca.crt": "ca" },
      {
        env: { HOME: "$DIR", KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" },
        serviceAccountDir: "$DIR/pod",
      },
      {
        context: "in-cluster",
        cluster: { server: "https://10.96.0.1:443", caFile: "$DIR/pod/ca.crt" },
        user: { tokenFile: "$DIR/pod/token" },
      },
    ],
    [
      "an IPv6 service address in brackets, its pod's namespace",
      { "pod/token": "t", "pod/namespace": "shop" },
      { env: { KUBERNETES_SERVICE_HOST: "fd00::1" }, serviceAccountDir: "$DIR/pod" },
      { namespace: "shop", cluster: { server: "https://[fd00::1]:443" } },
    ],
    [
      "paths relative to their kubeconfig, inline data before files",
      {
        ".kube/config": one
          .replace("server: https://a.example/", "server: https://a.example, certificate-authority: ca.crt")
          .replace(
            "token: 0123",
            "tokenFile: t, client-certificate: c, client-certificate-data: Yw==, client-key: ../k",
          ),
      },
      { env: { HOME: "$DIR" } },
      {
        cluster: { caFile: "$DIR/.kube/ca.crt" },
        user: { tokenFile: "$DIR/.kube/t", certData: "Yw==", keyFile: "$DIR/k" },
      },
    ],
    [
      "every way to impersonate",
      {
        one: one.replace(
          "token: 0123",
          "as: jane, as-uid: u1, as-groups: [devs, ops], as-user-extra: {example.com/scope: [a, b]}",
        ),
      },
      { kubeconfig: "$DIR/one" },
      {
        user: {
          impersonation: {
            "impersonate-user": "jane",
            "impersonate-uid": "u1",
            "impersonate-group": ["devs", "ops"],
            "impersonate-extra-example.com%2Fscope": ["a", "b"],
          },
        },
      },
    ],
    [
      "a credential plugin: a command with a slash relative to the kubeconfig, null lists as kubectl writes them",
      { one: one.replace("token: 0123", "exec: {apiVersion: v1, command: bin/login, args: null, env: null}") },
      { kubeconfig: "$DIR/one" },
      { user: { exec: { command: "$DIR/bin/login", args: [], env: {}, provideClusterInfo: false } } },
    ],
    [
      "a credential plugin on PATH with its arguments and environment",
      {
        one: one.replace(
          "token: 0123",
          "exec: {apiVersion: v1, command: aws, args: [eks, 5], env: [{name: A, value: 1}], provideClusterInfo: true}",
        ),
      },
      { kubeconfig: "$DIR/one" },
      { user: { exec: { command: "aws", args: ["eks", "5"], env: { A: "1" }, provideClusterInfo: true } } },
    ],
    [
      "insecure-skip-tls-verify, tls-server-name, proxy-url",
      {
        one: one.replace(
          "server: https://a.example/",
          "server: https://a.example, insecure-skip-tls-verify: true, tls-server-name: x, proxy-url: socks5://p:1",
        ),
      },
      { kubeconfig: "$DIR/one" },
      { cluster: { skipTLSVerify: true, tlsServerName: "x", proxyUrl: "socks5://p:1" } },
    ],
  ])("is %s", async (_, files, options, expected) => {
    expect(await find(files, options)).toMatchObject({ target: expected });
  });
});

describe("what is wrong", () => {
  it.each<[files: Record<string, string>, options: Partial<TargetOptions>, expected: string]>([
    [{}, { kubeconfig: "$DIR/nope" }, 'KUBE_CONFIG: kubeconfig "$DIR/nope" does not exist (check the path)'],
    [
      {},
      { env: { KUBECONFIG: "$DIR/nope:$DIR/no" } },
      'KUBE_CONFIG: kubeconfig "$DIR/nope:$DIR/no" does not exist (it comes from KUBECONFIG: correct it, or unset it)',
    ],
    [
      {},
      { env: { HOME: "$DIR", KUBERNETES_SERVICE_HOST: "10.96.0.1" }, serviceAccountDir: "$DIR/pod" },
      "KUBE_CONFIG: no kubeconfig: KUBECONFIG is not set and $DIR/.kube/config does not exist (set KUBECONFIG, or run in a pod with a service account)",
    ],
    [
      { "pod/token": "t" },
      { context: "prod", env: { KUBERNETES_SERVICE_HOST: "10.96.0.1" }, serviceAccountDir: "$DIR/pod" },
      'KUBE_CONFIG: context "prod" does not exist: there is no kubeconfig (known contexts: in-cluster (the service account of this pod))',
    ],
    [{}, { kubeconfig: "$DIR/pod" }, 'KUBE_CONFIG: cannot read kubeconfig "$DIR/pod" (EISDIR)'],
    [
      { one },
      { kubeconfig: "$DIR/one", context: "prod" },
      'KUBE_CONFIG: context "prod" does not exist in $DIR/one (known contexts: a, b)',
    ],
    [
      { one: "" },
      { kubeconfig: "$DIR/one", context: "prod" },
      'KUBE_CONFIG: context "prod" does not exist in $DIR/one ($DIR/one holds no contexts)',
    ],
    [
      { one: one.replace("current-context: a", "current-context: ''") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: no current context is set in $DIR/one (name a context, or run "kubectl config use-context NAME"; known contexts: a, b)',
    ],
    [
      { one },
      { kubeconfig: "$DIR/one", context: "b" },
      'KUBE_CONFIG: context "b" refers to cluster "b", which does not exist in $DIR/one',
    ],
    [
      { one: one.replace("user: a, namespace", "user: zoe, namespace") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: context "a" refers to user "zoe", which does not exist in $DIR/one',
    ],
    [
      { one: one.replace("https://a.example/", "a.example:6443") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: cluster "a" in $DIR/one needs a server like "https://host:6443"',
    ],
    [
      { one: one.replace("https://a.example/", "https://a.example, proxy-url: ftp://me:s3cret@p") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: proxy-url of cluster "a" in $DIR/one is not an http or socks URL',
    ],
    [
      { one: one.replace("token: 0123", "exec: {command: aws}") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: exec of user "a" in $DIR/one needs both command and apiVersion',
    ],
    [
      { one: one.replace("token: 0123", "auth-provider: {name: openstack}") },
      { kubeconfig: "$DIR/one" },
      'KUBE_CONFIG: auth-provider "openstack" of user "a" in $DIR/one is not known (known: azure, gcp, oidc; use a credential plugin (exec) for others)',
    ],
    [
      { one: "users:\n- name: a\n  user: {token: s3cret\n x: [}\n" },
      { kubeconfig: "$DIR/one" },
      "KUBE_CONFIG: kubeconfig $DIR/one:4:2 is not valid YAML: bad indent",
    ],
  ])("%#: %j with %j", async (files, options, error) => {
    expect(await find(files, options)).toEqual({ error });
  });
});
