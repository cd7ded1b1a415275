import { expect, it } from "vitest";
import { environmentProxy } from "./environment-proxy.js";

const proxy = "http://proxy.example:3128";

it.each<[server: string, env: Record<string, string>, expected: string | undefined]>([
  ["https://k8s.example", {}, undefined],
  ["https://k8s.example", { HTTPS_PROXY: proxy }, proxy],
  ["https://k8s.example", { https_proxy: proxy }, proxy],
  ["https://k8s.example", { HTTPS_PROXY: "proxy.example:3128" }, proxy],
  ["https://k8s.example", { HTTPS_PROXY: "" }, undefined],
  ["https://k8s.example", { HTTP_PROXY: proxy }, undefined],
  ["http://k8s.example", { HTTP_PROXY: proxy }, proxy],
  ["https://localhost:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://127.0.0.1:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://127.8.0.1:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://[::1]:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: "*" }, undefined],
  ["https://k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: "other.example, K8s.example" }, undefined],
  ["https://api.k8s.example", { HTTPS_PROXY: proxy, no_proxy: "k8s.example" }, undefined],
  ["https://api.k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: ".k8s.example" }, undefined],
  ["https://api.k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: "*.k8s.example" }, undefined],
  ["https://k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: ".k8s.example" }, proxy],
  ["https://notk8s.example", { HTTPS_PROXY: proxy, NO_PROXY: "k8s.example" }, proxy],
  ["https://k8s.example:6443", { HTTPS_PROXY: proxy, NO_PROXY: "k8s.example:6443" }, undefined],
  ["https://k8s.example:6443", { HTTPS_PROXY: proxy, NO_PROXY: "k8s.example:443" }, proxy],
  ["https://k8s.example", { HTTPS_PROXY: proxy, NO_PROXY: "k8s.example:443" }, undefined],
  ["https://10.1.2.3:6443", { HTTPS_PROXY: proxy, NO_PROXY: "10.1.2.3" }, undefined],
  ["https://10.1.2.3:6443", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, undefined],
  ["https://11.1.2.3:6443", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, proxy],
  ["https://11.1.2.3:6443", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/99,1.2.3" }, proxy],
  ["https://[fd00::5]:6443", { HTTPS_PROXY: proxy, NO_PROXY: "10.0.0.0/8,fd00::/8" }, undefined],
  ["https://[fd00::5]:6443", { HTTPS_PROXY: proxy, NO_PROXY: "fd00::5" }, undefined],
  ["https://[fd00::5]:6443", { HTTPS_PROXY: proxy, NO_PROXY: "[fd00::5]:6443" }, undefined],
])("for %s, %j it is %s", (server, env, expected) => {
  expect(environmentProxy(new URL(server), env)).toBe(expected);
});

it("names the variable of a broken proxy, never its value, which may hold a password", () => {
  const env = { HTTPS_PROXY: "http://me:s3cret@ bad" };
  expect(() => environmentProxy(new URL("https://k8s.example"), env)).toThrow("HTTPS_PROXY is not the URL of a proxy");
});
