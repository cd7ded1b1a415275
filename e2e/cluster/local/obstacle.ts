/** Why this machine cannot have a local cluster, if so. */
export function localClusterObstacle(): string | undefined {
  if (process.platform !== "linux") return `it needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "it needs root";
  return undefined;
}
