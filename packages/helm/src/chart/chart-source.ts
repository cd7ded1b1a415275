export interface Registry {
  /** With port. */
  readonly host: string;
  readonly username?: string;
  readonly password?: string;
  readonly insecure: boolean;
}

/** A repository with an index.yaml. Paths are absolute. */
export interface Repository {
  readonly name: string;
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly caFile?: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly passCredentialsAll: boolean;
}

/** Where in a git repository a chart is. */
export interface GitSource {
  /** As git is given it; its transport is https, http, ssh or file. */
  readonly url: string;
  /** A branch, a tag or a whole commit; absent: what the repository's HEAD is. */
  readonly ref?: string;
  /** Of the chart in the repository; empty: the repository itself. */
  readonly path: string;
}

/** A chart to make ready; the core's request for one has this shape. Paths are absolute. */
export interface ChartSource {
  /** `oci://…`, `repo/chart`, `git+https://…`, a path, the URL of an archive; with `repoUrl` the chart's bare name. */
  readonly name: string;
  /** Directory or archive of this machine; absent for a chart to pull. */
  readonly path?: string;
  /** Of `oci://…`, where the user declared it. */
  readonly registry?: Registry;
  /** Of `repo/chart`. */
  readonly repository?: Repository;
  /** Of `git+https://…` and its like. */
  readonly git?: GitSource;
  readonly version?: string;
  readonly repoUrl?: string;
  readonly username?: string;
  readonly password?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keyring?: string;
  readonly insecure: boolean;
  readonly plainHttp: boolean;
  readonly passCredentials: boolean;
  readonly verify: boolean;
  readonly skipDependencyUpdate: boolean;
  readonly skipRefresh: boolean;
}
