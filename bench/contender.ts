/** One tool: its commands for what is measured, or undefined where it has no such thing. */
export interface Contender {
  readonly name: string;
  readonly build?: readonly string[];
  readonly up: readonly string[];
  /** When nothing changed; the same as `up` where absent. */
  readonly again?: readonly string[];
}

export interface ContenderInput {
  readonly helm: string;
  readonly cli: string;
  readonly parallel: number;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly helmwave?: string | undefined;
  readonly helmfile?: string | undefined;
}

/** The floor first: plain helm, as many at a time as helmwatch. */
export function contenders({ helm, cli, parallel, namespaces, helmwave, helmfile }: ContenderInput): Contender[] {
  const upgrade = `upgrade --install {} ./chart --namespace ${namespaces.helm} --create-namespace --values values.yaml --wait`;
  const ours = [process.execPath, cli, "--file", "helmwatch.yml", "--parallel-limit", String(parallel)];
  return [
    { name: "helm by xargs", up: ["sh", "-c", `xargs -P ${parallel} -I{} ${helm} ${upgrade} < names > log`] },
    { name: "helmwatch", build: [...ours, "build"], up: [...ours, "up", "--build"], again: [...ours, "up"] },
    ...(helmwave === undefined
      ? []
      : [
          {
            name: "helmwave",
            build: [helmwave, "build", "--file", "helmwave.yml", "--diff-mode", "none"],
            up: [
              helmwave,
              "--parallel-limit",
              String(parallel),
              "up",
              "--build",
              "--file",
              "helmwave.yml",
              "--diff-mode",
              "none",
            ],
          },
        ]),
    ...(helmfile === undefined
      ? []
      : [{ name: "helmfile", up: [helmfile, "--helm-binary", helm, "sync", "--concurrency", String(parallel)] }]),
  ];
}
