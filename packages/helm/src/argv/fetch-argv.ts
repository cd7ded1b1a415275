import { flag } from "./release-argv.js";

/** How a server of charts is talked to. Credentials come from helm's own files, never from argv. */
export interface FetchOptions {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly insecure: boolean;
  readonly plainHttp: boolean;
}

export interface PullOptions extends FetchOptions {
  readonly version?: string;
  /** Whether its signature is got along; `verifyArgv` checks it. */
  readonly verify: boolean;
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
    ...flag(options.verify, "--prov"),
  ];
}

/** Of an archive with its signature beside it. Without a keyring helm takes that of the user's GnuPG. */
export function verifyArgv(archive: string, keyring: string | undefined): readonly string[] {
  return ["verify", archive, ...(keyring ? ["--keyring", keyring] : [])];
}

/** Fills `charts/` without refreshing any index: from Chart.lock (`build`) or by resolving anew (`update`). */
export function dependencyArgv(verb: "build" | "update", chart: string, options: FetchOptions): readonly string[] {
  return ["dependency", verb, chart, "--skip-refresh", ...fetchArgv(options)];
}

/** Of pull, dependency and login alike. */
export function tlsArgv({
  caFile,
  certFile,
  keyFile,
}: Omit<FetchOptions, "insecure" | "plainHttp">): readonly string[] {
  return [
    ...(caFile ? ["--ca-file", caFile] : []),
    ...(certFile ? ["--cert-file", certFile] : []),
    ...(keyFile ? ["--key-file", keyFile] : []),
  ];
}

function fetchArgv(options: FetchOptions): readonly string[] {
  return [
    ...tlsArgv(options),
    ...flag(options.insecure, "--insecure-skip-tls-verify"),
    ...flag(options.plainHttp, "--plain-http"),
  ];
}
