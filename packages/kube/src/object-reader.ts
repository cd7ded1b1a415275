import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

export interface ObjectPlace {
  readonly apiVersion: string;
  readonly kind: string;
  /** Ignored for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Undefined for an object, or a kind of objects, that the cluster does not have. */
export type ReadObject = (place: ObjectPlace) => Promise<Readonly<Record<string, unknown>> | undefined>;

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[] | null;
}

/** Reads single objects of any kind; what the cluster calls a kind is asked once for each version of an API. */
export function objectReader(kube: Pick<KubeAccess, "request">, signal: AbortSignal): ReadObject {
  const get = async <T>(path: string): Promise<T | undefined> => {
    try {
      return await kube.request<T>({ method: "GET", path, signal });
    } catch (error) {
      if (isHelmwatchError(error) && error.facts.status === 404) return undefined;
      throw error;
    }
  };
  const known = new Map<string, Promise<ResourceList | undefined>>();
  return async ({ apiVersion, kind, namespace, name }) => {
    const api = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const asked = known.get(api) ?? get<ResourceList>(api);
    known.set(api, asked);
    // `pods/status` and its like have the kind of their object, too.
    const resource = (await asked)?.resources?.find((one) => one.kind === kind && !one.name.includes("/"));
    if (resource === undefined) return undefined;
    const place = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    return get(`${api}${place}/${resource.name}/${encodeURIComponent(name)}`);
  };
}
