/** `helmwatch-<release, at most 38>-<10 hex>`: at most 59 characters, so that pods' names still tell all of it. */
export function jobName(subject: string, digest: string): string {
  const short = subject.slice(0, 38).replace(/[^a-z0-9]+$/, "");
  return `helmwatch-${short}-${digest.slice(0, 10)}`;
}
