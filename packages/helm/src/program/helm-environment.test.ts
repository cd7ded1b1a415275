import { expect, it } from "vitest";
import { helmEnvironment, helmHome, userRegistryConfig } from "./helm-environment.js";

const env = (user: Record<string, string | undefined>) => helmEnvironment(user, helmHome("/home"));

it("gives helm homes of its own, below one directory", () => {
  expect(env({})).toMatchInlineSnapshot(`
    {
      "HELM_CACHE_HOME": "/home/cache",
      "HELM_CONFIG_HOME": "/home/config",
      "HELM_CONTENT_CACHE": "/home/cache/content",
      "HELM_DATA_HOME": "/home/data",
      "HELM_DEBUG": "false",
      "HELM_NO_PLUGINS": "1",
      "HELM_REGISTRY_CONFIG": "/home/config/registry/config.json",
      "HELM_REPOSITORY_CACHE": "/home/cache/repository",
      "HELM_REPOSITORY_CONFIG": "/home/config/repositories.yaml",
      "NO_COLOR": "1",
    }
  `);
});

it("passes on what clusters, proxies and credential programs need", () => {
  const user = {
    PATH: "/bin",
    HOME: "/root",
    KUBECONFIG: "/k",
    HTTPS_PROXY: "http://p",
    AWS_PROFILE: "x",
    GONE: undefined,
  };
  expect(env(user)).toMatchObject({
    PATH: "/bin",
    HOME: "/root",
    KUBECONFIG: "/k",
    HTTPS_PROXY: "http://p",
    AWS_PROFILE: "x",
  });
  expect(env(user)).not.toHaveProperty("GONE");
});

it.each(["HELM_DRIVER", "HELM_KUBETOKEN", "HELM_KUBEASUSER", "HELM_KUBECONTEXT", "HELM_QPS", "HELM_BURST_LIMIT"])(
  "passes %s on",
  (name) => {
    expect(env({ [name]: "x" })).toMatchObject({ [name]: "x" });
  },
);

it.each(["HELM_NAMESPACE", "HELM_MAX_HISTORY", "HELM_BIN", "HELM_DIFF_COLOR", "HELM_REGISTRY_USERNAME"])(
  "keeps %s from helm",
  (name) => {
    expect(env({ [name]: "x" })).not.toHaveProperty(name);
  },
);

it.each(["HELM_CONFIG_HOME", "HELM_REPOSITORY_CONFIG", "HELM_REGISTRY_CONFIG", "HELM_CONTENT_CACHE", "HELM_DEBUG"])(
  "replaces the user's %s",
  (name) => {
    expect(env({ [name]: "x" })).not.toMatchObject({ [name]: "x" });
  },
);

it("looks for plugins only where the user names their place", () => {
  expect(env({ HELM_PLUGINS: "/p" })).toMatchObject({ HELM_PLUGINS: "/p" });
  expect(env({ HELM_PLUGINS: "/p" })).not.toHaveProperty("HELM_NO_PLUGINS");
});

it("can share what helm 4 has downloaded", () => {
  expect(helmHome("/home", "/shared").contentCache).toBe("/shared");
});

it.each<[string, Record<string, string>, string | undefined]>([
  ["its variable", { HELM_REGISTRY_CONFIG: "/r.json", HELM_CONFIG_HOME: "/h" }, "/r.json"],
  ["helm's config home", { HELM_CONFIG_HOME: "/h", XDG_CONFIG_HOME: "/x" }, "/h/registry/config.json"],
  ["the XDG config home", { XDG_CONFIG_HOME: "/x", HOME: "/root" }, "/x/helm/registry/config.json"],
  ["a home where nobody logged in", { HOME: "/nowhere" }, undefined],
  ["nowhere", {}, undefined],
])("finds the user's registry logins by %s", (_, user, file) => expect(userRegistryConfig(user)).toBe(file));
