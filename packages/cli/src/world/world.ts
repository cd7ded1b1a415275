import type { Clock, KubeAccess } from "@helmwatch/core/plugin";

/** One of the two output streams. Writing never throws: a reader that has gone away is nobody's error. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): void;
  /** Columns of the terminal; 80 where there is none. */
  columns(): number;
  /** Rows of the terminal; 24 where there is none. */
  rows(): number;
}

export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

export interface KubeOptions {
  readonly kubeconfig?: string | undefined;
  /** The kubeconfig's current one when absent. */
  readonly context?: string | undefined;
}

export interface ClusterAccess extends KubeAccess {
  /** Name of the context in use. */
  readonly context: string;
}

/** What the CLI wants of the machine. `launch.ts` makes it from the process, tests from memory. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Asks nothing of the network yet. */
  connectKube(options: KubeOptions): Promise<ClusterAccess>;
  /** Calls back for every signal that asks to stop; returns what ends that. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Calls back for an error that nobody caught; returns what ends that. */
  onCrash(listener: (error: unknown) => void): () => void;
  /** Calls back, synchronously, when the process ends for whatever reason it can still react to; returns what ends that. */
  onExit(listener: () => void): () => void;
  /** Leaves at once, with whatever is still under way. */
  exit(code: number): void;
}
