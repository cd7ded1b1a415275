/** How to run a credential plugin (`users[].user.exec`); `command` is absolute or looked up on PATH. */
export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string | undefined;
  /** `Always` asks for a terminal, which helmwatch does not give. */
  readonly interactiveMode: string | undefined;
  readonly provideClusterInfo: boolean;
}

/** Field names are client-node's; paths are absolute, and a file is left out where the data is inline, as in kubectl. */
export interface Cluster {
  readonly name: string;
  readonly server: string;
  readonly caFile: string | undefined;
  /** Base64, as every `…Data`. */
  readonly caData: string | undefined;
  readonly skipTLSVerify: boolean;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
  /** What the extension `client.authentication.k8s.io/exec` says to a credential plugin. */
  readonly execExtension: unknown;
}

export interface User {
  readonly name: string;
  readonly certFile: string | undefined;
  readonly certData: string | undefined;
  readonly keyFile: string | undefined;
  readonly keyData: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Request headers `Impersonate-…`. */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
  /** A provider built into client-node. */
  readonly authProvider: { readonly name: string; readonly config: unknown } | undefined;
  readonly exec: ExecConfig | undefined;
}

/** A context with everything it refers to. */
export interface Target {
  readonly context: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly user: User;
}
