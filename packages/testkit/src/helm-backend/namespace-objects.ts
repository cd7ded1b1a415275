import { type HelmwatchError, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

/** An object as the API gives it, as far as the suite looks. */
export interface KubeObject {
  readonly metadata: { readonly name: string; readonly finalizers?: readonly string[] };
  readonly data?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const groups = {
  pods: "api/v1",
  secrets: "api/v1",
  configmaps: "api/v1",
  events: "api/v1",
  jobs: "apis/batch/v1",
  deployments: "apis/apps/v1",
} as const;

export type Resource = keyof typeof groups;

/** The objects of one namespace. */
export interface NamespaceObjects {
  create(): Promise<void>;
  /** Does not wait until all in it is gone. */
  remove(): Promise<void>;
  list(resource: Resource): Promise<readonly KubeObject[]>;
  get(resource: Resource, name: string): Promise<KubeObject>;
  /** Of a ConfigMap; undefined where there is none. */
  data(name: string): Promise<KubeObject["data"] | undefined>;
  replace(resource: Resource, object: KubeObject): Promise<void>;
  patch(resource: Resource, name: string, change: object): Promise<void>;
  log(pod: string): Promise<string>;
}

export function namespaceObjects(kube: KubeAccess, namespace: string): NamespaceObjects {
  // A test that was given up by its runner leaves no request to wait for.
  const { signal } = new AbortController();
  const path = (resource: Resource, name = "") =>
    `/${groups[resource]}/namespaces/${namespace}/${resource}${name && `/${name}`}`;
  const get = (resource: Resource, name: string) =>
    kube.request<KubeObject>({ method: "GET", path: path(resource, name), signal });
  return {
    get,
    async create() {
      const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
      await kube.request({ method: "POST", path: "/api/v1/namespaces", body, signal });
    },
    async remove() {
      await kube.request({ method: "DELETE", path: `/api/v1/namespaces/${namespace}`, signal });
    },
    async list(resource) {
      return (await kube.request<{ items: KubeObject[] }>({ method: "GET", path: path(resource), signal })).items;
    },
    data: (name) =>
      get("configmaps", name).then(
        ({ data }) => data,
        (error: unknown) => {
          if (isHelmwatchError(error) && isMissing(error)) return undefined;
          throw error;
        },
      ),
    async replace(resource, object) {
      await kube.request({ method: "PUT", path: path(resource, object.metadata.name), body: object, signal });
    },
    async patch(resource, name, body) {
      const headers = { "content-type": "application/merge-patch+json" };
      await kube.request({ method: "PATCH", path: path(resource, name), headers, body, signal });
    },
    log: (pod) =>
      kube.request<string>({
        method: "GET",
        path: `${path("pods", pod)}/log`,
        headers: { accept: "text/plain, application/json" },
        signal,
      }),
  };
}

function isMissing({ facts }: HelmwatchError): boolean {
  return facts.status === 404;
}
