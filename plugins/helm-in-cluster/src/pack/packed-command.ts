/** What a pod needs to run one helm command. All of it travels in Secrets. */
export interface PackedCommand {
  /** By the name that each has in the pod's input folder; names sort in the order in which pieces belong together. */
  readonly entries: ReadonlyMap<string, Buffer>;
  /** SHA-256 in hex of all that matters: the same command on the same files has the same one on every machine. */
  readonly digest: string;
}
