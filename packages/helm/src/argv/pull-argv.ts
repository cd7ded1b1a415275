import { flag } from "./release-argv.js";

export interface PullOptions {
  readonly version?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keyring?: string;
  readonly insecure: boolean;
  readonly plainHttp: boolean;
  readonly verify: boolean;
}

/** `reference`: `oci://host/path`, `repo/chart` or a URL. Credentials come from helm's own files, never from here. */
export function pullArgv(reference: string, destination: string, options: PullOptions): readonly string[] {
  const { version, caFile, certFile, keyFile, keyring } = options;
  return [
    "pull",
    reference,
    "--destination",
    destination,
    ...(version ? ["--version", version] : []),
    ...(caFile ? ["--ca-file", caFile] : []),
    ...(certFile ? ["--cert-file", certFile] : []),
    ...(keyFile ? ["--key-file", keyFile] : []),
    ...flag(options.insecure, "--insecure-skip-tls-verify"),
    ...flag(options.plainHttp, "--plain-http"),
    ...flag(options.verify, "--verify"),
    ...(keyring ? ["--keyring", keyring] : []),
  ];
}
