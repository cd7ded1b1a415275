export interface KnownBadBuild {
  /** Semver range. */
  readonly range: string;
  /** Completes "helm 4.2.1 …". */
  readonly fault: string;
  /** Its status watcher is at fault: `wait: watcher` becomes `legacy`. */
  readonly watcher?: true;
}

/** Builds with faults that users would take for helmwatch's. Numbers are those of helm/helm. */
export const knownBadBuilds: readonly KnownBadBuild[] = [
  { range: "4.0.0", fault: "does not create new objects on an upgrade (#31516); use 4.0.1 or newer" },
  {
    range: ">=4.0.0 <4.0.5",
    fault:
      "needs a cluster-wide list right to wait and ignores server_side_apply on a first install (#31627); use 4.0.5 or newer",
  },
  {
    range: ">=4.0.0 <4.1.1",
    fault:
      "waits for failed resources until the timeout (#31730); its legacy wait is used instead, better use 4.1.1 or newer",
    watcher: true,
  },
  {
    range: "4.2.1",
    fault:
      "waits for deletions until the timeout and loses hooks (#32214, #32224); its legacy wait is used instead, better use 4.2.2 or newer",
    watcher: true,
  },
];
