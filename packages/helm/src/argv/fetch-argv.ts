import { flag } from "./release-argv.js";

/** How a server of charts is talked to. Credentials come from helm's own files, never from argv. */
export interface FetchOptions {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keyring?: string;
  readonly insecure: boolean;
  readonly plainHttp: boolean;
  readonly verify: boolean;
}

export interface PullOptions extends FetchOptions {
  readonly version?: string;
}

/** `reference`: `oci://host/path`, `repo/chart` or a URL. */
export function pullArgv(reference: string, destination: string, options: PullOptions): readonly string[] {
  const { version } = options;
  return [
    "pull",
    reference,
    "--destination",
    destination,
    ...(version ? ["--version", version] : []),
    ...fetchArgv(options),
  ];
}

/** Fills `charts/` without refreshing any index: from Chart.lock (`build`) or by resolving anew (`update`). */
export function dependencyArgv(verb: "build" | "update", chart: string, options: FetchOptions): readonly string[] {
  return ["dependency", verb, chart, "--skip-refresh", ...fetchArgv(options)];
}

function fetchArgv({ caFile, certFile, keyFile, keyring, ...options }: FetchOptions): readonly string[] {
  return [
    ...(caFile ? ["--ca-file", caFile] : []),
    ...(certFile ? ["--cert-file", certFile] : []),
    ...(keyFile ? ["--key-file", keyFile] : []),
    ...flag(options.insecure, "--insecure-skip-tls-verify"),
    ...flag(options.plainHttp, "--plain-http"),
    ...flag(options.verify, "--verify"),
    ...(keyring ? ["--keyring", keyring] : []),
  ];
}
