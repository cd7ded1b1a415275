/** Beside the config file. */
export const lockFileName = "helmwatch.lock";

/** How a config asks for a chart that has to be fetched; no credentials, and no names that only one config has. */
export interface LockReference {
  /** `oci://…`, `git+https://…`, the URL of an archive, or the chart's bare name in its repository. */
  readonly chart: string;
  /** The repository's address. */
  readonly repository?: string;
  /** The version, or the range of versions, that is asked for. */
  readonly constraint?: string;
}

/** What a reference stood for when it was locked. */
export interface LockedChart extends LockReference {
  /** As in Chart.yaml. */
  readonly version: string;
  /** `sha256:…` of the OCI manifest or of the archive. */
  readonly digest?: string;
  /** Of a chart from git: it says all that a digest does. */
  readonly commit?: string;
}

export interface ChartLock {
  readonly charts: readonly LockedChart[];
}

/** Equal for references that ask for the same. */
export function lockKey({ chart, repository = "", constraint = "" }: LockReference): string {
  return JSON.stringify([chart, repository, constraint]);
}

export function findLocked({ charts }: ChartLock, reference: LockReference): LockedChart | undefined {
  const key = lockKey(reference);
  return charts.find((chart) => lockKey(chart) === key);
}
