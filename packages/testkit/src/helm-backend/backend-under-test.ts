import type { Clock, HelmBackendType, KubeAccess } from "@helmwatch/core/plugin";

/** What helm of an executor finds: a cluster where it may do everything, or nothing, or one that does not answer. */
export type ClusterAccess = "admin" | "forbidden" | "unreachable";

/** A helm backend, and the cluster and the program that it is tested with. */
export interface BackendUnderTest {
  // biome-ignore lint/suspicious/noExplicitAny: each backend has options of its own, checked by its own schema
  readonly type: HelmBackendType<any>;
  /**
   * What a user would write for it. Whatever it makes in the cluster belongs into `namespace`.
   * For `forbidden` and `unreachable` there is nothing to do where the backend passes `env` on to helm (the suite sets
   * HELM_KUBEASUSER and HELM_KUBEAPISERVER there) or reaches the cluster by the host's `kube` (which then refuses).
   */
  options(place: { readonly namespace: string; readonly access: ClusterAccess }): unknown;
  /** Of the cluster that helm reaches, with all rights: makes a namespace for each test, and looks what happened there. */
  readonly kube: KubeAccess;
  /** The user's environment: PATH, KUBECONFIG. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** With a `sh`, for the hooks of the charts: `busybox:1.37`. Pulled unless the nodes have it. */
  readonly image: string;
  /** For a backend that keeps more of a failure than its result: what people find at `where`. */
  evidence?(where: string): Promise<string>;
  /** Default: the machine's. */
  readonly clock?: Clock;
}
