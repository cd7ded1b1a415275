import { type HelmExecutor, HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { fakeHost } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { inClusterOptions } from "../src/in-cluster-options.js";
import plugin from "../src/index.js";

interface Review {
  readonly user?: string;
  readonly resourceAttributes: {
    readonly verb: string;
    readonly group: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
  };
}

interface Cluster {
  /** `verb resource[/subresource][@namespace]` of rights that are missing, those of the account after `account `. */
  readonly denied?: RegExp;
  /** Status of an answer, by what is asked: `GET /api/v1/namespaces/jobs`. */
  readonly answers?: Readonly<Record<string, number>>;
}

function fakeAccess({ denied, answers = {} }: Cluster): KubeAccess {
  return {
    async request<T>({ method, path, body }: { method: string; path: string; body?: unknown }) {
      const asked = `${method} ${path.split("?")[0]}`;
      const status = answers[asked];
      if (status !== undefined) throw new HelmwatchError("KUBE_REQUEST_FAILED", `${status}`, { facts: { status } });
      if (!/accessreviews$/.test(path)) return {} as T;
      const { user, resourceAttributes } = (body as { spec: Review }).spec;
      const { verb, resource, subresource, namespace } = resourceAttributes;
      const what = [resource, subresource].filter(Boolean).join("/");
      const right = `${user ? "account " : ""}${verb} ${what}${namespace ? `@${namespace}` : ""}`;
      return { status: { allowed: !denied?.test(right) } } as T;
    },
    // biome-ignore lint/correctness/useYield: nothing is watched here
    async *watch() {
      throw new Error("nobody watches");
    },
  };
}

async function preflight(cluster: Cluster, options: object = {}, release: object = {}) {
  const host = fakeHost({ kube: { ...fakeAccess(cluster), withContext: () => fakeAccess(cluster) } });
  const { in_cluster } = inClusterOptions.parse({ in_cluster: { image: "i", namespace: "jobs", ...options } });
  const executor = plugin.helmBackends!["in-cluster"]!.create({ in_cluster }, host) as HelmExecutor;
  const releases = [{ name: "app", namespace: "shop", createNamespace: false, ...release }];
  const found = await executor.preflight!({ signal: new AbortController().signal, env: {}, releases });
  return {
    found,
    messages: found.map(({ message }) => message),
    told: host.logged.map(({ level, message }) => `${level} ${message}`),
  };
}

it("refuses a post-renderer, which no pod has", async () => {
  const { found } = await preflight({}, {}, { postRenderer: "kustomize" });
  expect(found).toMatchObject([
    {
      code: "CONFIG_INVALID",
      message: 'release "app@shop": post_renderer "kustomize" is a program of this machine, and helm runs in a pod',
    },
  ]);
});

const account = 'service account "helmwatch" of namespace "jobs"';

it("finds nothing where all is there", async () => {
  expect(await preflight({})).toEqual({ found: [], messages: [], told: [] });
});

describe("in the namespace of the Jobs", () => {
  it("finds every right that is missing, one finding for each resource, with the rule that mends it", async () => {
    const { found } = await preflight({ denied: /^(?:create|patch) jobs@jobs|pods\/log@jobs/ });
    expect(found).toEqual([
      {
        code: "KUBE_FORBIDDEN",
        severity: "error",
        message: 'helmwatch may not create, patch jobs in namespace "jobs"',
        hint: "Add to a Role there: { apiGroups: [batch], resources: [jobs], verbs: [create, patch] }; all that is needed is in the README of @helmwatch/helm-in-cluster.",
      },
      expect.objectContaining({ message: 'helmwatch may not get pods/log in namespace "jobs"' }),
    ]);
  });

  const jobs = "POST /apis/batch/v1/namespaces/jobs/jobs";
  const serviceAccount = "GET /api/v1/namespaces/jobs/serviceaccounts/helmwatch";
  it.each<[string, Cluster, object, readonly string[]]>([
    [
      "the namespace is missing",
      { answers: { [jobs]: 404 } },
      {},
      ['namespace "jobs", where the Jobs of helm are to run, is missing'],
    ],
    ["it is missing, and is to be created", { answers: { [jobs]: 404 } }, { create_namespace: true }, []],
    [
      "it is missing, and may not be created",
      { denied: /^create namespaces$/, answers: { [jobs]: 404, "GET /api/v1/namespaces/jobs": 404 } },
      { create_namespace: true },
      ["helmwatch may not create namespaces"],
    ],
    ["a Job is not taken", { answers: { [jobs]: 422 } }, {}, ["the cluster does not take Jobs of helm: 422"]],
    [
      "the service account is missing",
      { answers: { [serviceAccount]: 404 } },
      {},
      [`${account}, by which helm is to run, is missing`],
    ],
    [
      "the service account is missing, and is to be created",
      { answers: { [serviceAccount]: 404 } },
      { rbac: "namespaced" },
      [],
    ],
  ])("where %s", async (_, cluster, options, messages) => {
    expect((await preflight(cluster, options)).messages).toEqual(messages);
  });
});

describe("of the service account", () => {
  it("finds that it may not keep helm's records, nor make a namespace that is missing", async () => {
    const denied = /^account (?:\w+ secrets@shop|create namespaces)$/;
    const missing = { denied, answers: { "GET /api/v1/namespaces/shop": 404 } };
    const { messages } = await preflight(missing, {}, { createNamespace: true });
    expect(messages).toEqual([
      `${account} may not get, list, create, update, delete secrets in namespace "shop"`,
      `${account} may not create namespaces`,
    ]);
    expect((await preflight({ denied }, {}, { createNamespace: true })).messages).toHaveLength(1);
  });

  it("says what it could not check, and takes that for no error", async () => {
    const { found, told } = await preflight({
      answers: {
        "GET /api/v1/namespaces/jobs/serviceaccounts/helmwatch": 403,
        "POST /apis/authorization.k8s.io/v1/subjectaccessreviews": 403,
      },
    });
    expect(found).toEqual([]);
    expect(told).toEqual([
      `info not checked whether there is ${account}: you may not get serviceaccounts there`,
      `info not checked what ${account} may do: you may not create subjectaccessreviews`,
    ]);
  });
});

describe("where rights are to be given", () => {
  const role = "GET /apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles/helmwatch-jobs-helmwatch";
  const binding = "GET /apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/helmwatch-jobs-helmwatch";
  const absent = { [role]: 404, [binding]: 404 };

  it("needs none for what is there", async () => {
    expect((await preflight({ denied: /roles|rolebindings|\*/ }, { rbac: "namespaced" })).messages).toEqual([]);
  });

  it.each<[string, RegExp, readonly string[]]>([
    [
      "create them",
      /^create role/,
      [
        'helmwatch may not create roles in namespace "shop"',
        'helmwatch may not create rolebindings in namespace "shop"',
      ],
    ],
    ["have them, nor escalate", /^\* \*@shop|^escalate/, ['helmwatch may not escalate roles in namespace "shop"']],
    ["have them, but escalate and bind", /^\* \*@shop/, []],
  ])("finds that we may not %s", async (_, denied, messages) => {
    expect((await preflight({ denied, answers: absent }, { rbac: "namespaced" })).messages).toEqual(messages);
  });

  it("finds that nobody else makes somebody an administrator", async () => {
    const absent = {
      "GET /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/helmwatch-jobs-helmwatch": 404,
    };
    const { messages } = await preflight({ denied: /^\* \*$|^bind/, answers: absent }, { rbac: "cluster-admin" });
    expect(messages).toEqual(["helmwatch may not bind clusterroles"]);
  });
});

it("says in which cluster, where it is not the run's", async () => {
  const { messages } = await preflight({ denied: /^list events@jobs/ }, {}, { context: "staging" });
  expect(messages).toEqual(['helmwatch may not list events in namespace "jobs" (context "staging")']);
});
