/** What is read of a Pod. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly creationTimestamp?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly running?: object;
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly message?: string };
}

export interface ContainerFacts {
  readonly name: string;
  /** In one or two words of Kubernetes: `running`, `CrashLoopBackOff`, `OOMKilled`, `Completed`. */
  readonly state: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Of the end that counts: this one, or the last one of a container that is restarted. */
  readonly exitCode?: number;
  /** Of that last end: `OOMKilled`, `Error`. */
  readonly lastEnd?: string;
  readonly message?: string;
}

export interface PodFacts {
  readonly name: string;
  readonly phase: string;
  readonly healthy: boolean;
  /** Why it is not scheduled or was evicted. */
  readonly reason?: string;
  readonly containers: readonly ContainerFacts[];
}

const messageLimit = 300;

/** States only: no environment, no arguments, nothing of the pod's spec. */
export function podFacts({ metadata, status = {} }: Pod): PodFacts {
  const phase = status.phase ?? "Unknown";
  const init = (status.initContainerStatuses ?? []).filter((one) => one.state?.terminated?.exitCode !== 0);
  const containers = [...init, ...(status.containerStatuses ?? [])].map(containerFacts);
  const unscheduled = status.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const reason = [status.reason, unscheduled?.reason, unscheduled?.message].filter(Boolean).join(": ");
  const healthy =
    phase === "Succeeded" || (phase === "Running" && status.containerStatuses?.every(({ ready }) => ready) === true);
  return { name: metadata.name, phase, healthy, ...(reason ? { reason: cut(reason) } : {}), containers };
}

function containerFacts({
  name,
  ready = false,
  restartCount = 0,
  state = {},
  lastState,
}: ContainerStatus): ContainerFacts {
  const end = state.terminated ?? lastState?.terminated;
  const message = state.waiting?.message ?? end?.message;
  return {
    name,
    state: state.running ? "running" : (state.waiting?.reason ?? state.terminated?.reason ?? "unknown"),
    ready,
    restarts: restartCount,
    ...(end?.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(end?.reason && !state.terminated ? { lastEnd: end.reason } : {}),
    ...(message ? { message: cut(message) } : {}),
  };
}

function cut(text: string): string {
  return text.length > messageLimit ? `${text.slice(0, messageLimit)}…` : text;
}
