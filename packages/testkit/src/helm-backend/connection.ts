import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import {
  type Diagnostic,
  type HelmExecutor,
  type HelmPreflight,
  type HelmResult,
  HelmwatchError,
  type KubeAccess,
} from "@helmwatch/core/plugin";
import {
  type Capabilities,
  connectHelm,
  createReleaseOperations,
  type HelmCall,
  type HelmRelease,
  type HelmReleaseOperations,
  type ReleaseState,
  type TestedRelease,
  type UpgradedRelease,
} from "@helmwatch/helm";
import { type FakeHost, fakeHost } from "../fake-host.js";
import type { BackendUnderTest, ClusterAccess } from "./backend-under-test.js";

/** One executor of the backend, and all that helmwatch does with it. */
export interface Connection {
  readonly host: FakeHost;
  readonly operations: HelmReleaseOperations;
  /** Installs or upgrades as a run does: the state is read before. */
  deploy(release: HelmRelease, stop?: AbortSignal): Promise<UpgradedRelease>;
  /** Runs the chart's tests that the release asks for. */
  test(release: HelmRelease): Promise<TestedRelease>;
  rollback(release: HelmRelease, toRevision: number, stop?: AbortSignal): Promise<{ readonly revision: number }>;
  uninstall(release: HelmRelease, stop?: AbortSignal): Promise<void>;
  state(release: HelmRelease): Promise<ReleaseState | undefined>;
  /** What the backend finds before any release is touched. */
  preflight(releases: HelmPreflight["releases"]): Promise<readonly Diagnostic[]>;
  /** One helm, its result as the backend tells it; a minute is its deadline where the call names none. */
  run(argv: readonly string[], call?: Partial<HelmCall>, stop?: AbortSignal): Promise<HelmResult>;
}

export interface ConnectOptions {
  /** Default: `admin`. */
  readonly access?: ClusterAccess;
  readonly env?: Readonly<Record<string, string>>;
}

/** What all tests of a suite know: the answer of `helm version` costs a pod where helm runs in one. */
export interface Known {
  capabilities?: Promise<Capabilities>;
}

/** One for each call: listeners of many would pile up on a shared one. */
const never = () => new AbortController().signal;
const environments: Record<ClusterAccess, Readonly<Record<string, string>>> = {
  admin: {},
  forbidden: { HELM_KUBEASUSER: "helmwatch-nobody" },
  unreachable: { HELM_KUBEAPISERVER: "https://127.0.0.1:1" },
};

export async function connect(
  backend: BackendUnderTest,
  place: { readonly namespace: string; readonly folder: string },
  known: Known,
  { access = "admin", env = {} }: ConnectOptions = {},
): Promise<Connection> {
  const clock = backend.clock ?? systemClock;
  const reachable = access === "unreachable" ? unreachable : backend.kube;
  const host = { ...fakeHost(backend.type.needs?.includes("kube") ? { kube: reachable } : {}), clock } as FakeHost;
  const executor = await createExecutor(backend, place.namespace, access, host);
  const helm = connectHelm({
    executor,
    home: join(place.folder, "helm"),
    env: { ...backend.env, ...environments[access], ...env },
  });
  const operations = createReleaseOperations({
    clock,
    kube: () => backend.kube,
    helm: {
      ...helm,
      capabilities: () => {
        known.capabilities ??= helm.capabilities(never()).catch((error: unknown) => {
          delete known.capabilities;
          throw error;
        });
        return known.capabilities;
      },
    },
  });
  const state = async (release: HelmRelease) => (await operations.states([release], never())).get(release.uniqname);
  const call = (signal: AbortSignal) => ({ signal, progress: () => {} });
  return {
    ...{ host, operations, state },
    deploy: async (release, stop = never()) => operations.upgrade(release, await state(release), call(stop)),
    test: (release) => operations.test(release, call(never())),
    rollback: (release, toRevision, stop = never()) => operations.rollback(release, toRevision, call(stop)),
    uninstall: (release, stop = never()) => operations.uninstall(release, call(stop)),
    preflight: (releases) => helm.preflight({ releases, signal: never() }),
    run: (argv, more = {}, stop = never()) => helm.run({ deadlineMs: 60_000, ...more, argv }, stop),
  };
}

async function createExecutor(
  { type, options }: BackendUnderTest,
  namespace: string,
  access: ClusterAccess,
  host: FakeHost,
): Promise<HelmExecutor> {
  const checked = await type.options["~standard"].validate(options({ namespace, access }));
  if (checked.issues)
    throw new Error(`the backend refuses its options: ${checked.issues.map(({ message }) => message).join("; ")}`);
  return type.create(checked.value, host);
}

const unreachable: KubeAccess = {
  request: () => Promise.reject(new HelmwatchError("KUBE_UNREACHABLE", "nobody answers at https://127.0.0.1:1")),
  // biome-ignore lint/correctness/useYield: it fails before it has anything to give
  async *watch() {
    throw new HelmwatchError("KUBE_UNREACHABLE", "nobody answers at https://127.0.0.1:1");
  },
};
