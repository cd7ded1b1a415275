/** Of a node: kind's, without what changes the hardware's names in containers. */
export function containerdConfig(pauseImage: string): string {
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
[${cri}]
  sandbox_image = "${pauseImage}"
  tolerate_missing_hugepages_controller = true
  # Where oom scores may not be lowered, no pod would start without this.
  restrict_oom_score_adj = true
[${cri}.containerd]
  # kind load asks for it.
  snapshotter = "overlayfs"
[${cri}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${cri}.cni]
  bin_dir = "/usr/lib/cni"
`;
}
