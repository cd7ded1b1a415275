import { digestLabel } from "../argv/upgrade-argv.js";

/** One release record, without its payload. */
export interface ReleaseRevision {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** In helm's words: `deployed`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  readonly digest?: string;
  /** Keys of its labels that are neither helm's nor helmwatch's. */
  readonly labels?: readonly string[];
  /** Wall time in milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

const helmLabels = new Set(["name", "owner", "status", "version", "createdAt", "modifiedAt"]);

/** A PartialObjectMetadata of a Secret or ConfigMap. */
export interface RecordMetadata {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly creationTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/**
 * Undefined for an object that is no record of helm's. The age is the object's: helm's own `createdAt` and `modifiedAt`
 * labels are inherited by the next record while it is pending.
 */
export function releaseRevision({ metadata }: RecordMetadata): ReleaseRevision | undefined {
  const { namespace, labels = {}, creationTimestamp = "" } = metadata ?? {};
  const { name, status, version, [digestLabel]: digest } = labels;
  const revision = Number(version);
  if (!name || !namespace || !status || !Number.isSafeInteger(revision) || revision < 1) return undefined;
  const createdAt = epochMs(creationTimestamp);
  const own = Object.keys(labels).filter((key) => !helmLabels.has(key) && key !== digestLabel);
  return {
    ...{ name, namespace, revision, status, createdAt },
    ...(digest ? { digest } : {}),
    ...(own.length > 0 ? { labels: own.sort() } : {}),
  };
}

/** RFC 3339 in UTC, as the API server writes it. 0 for what is not. */
function epochMs(timestamp: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: reads a text, not the clock
  const parsed = Date.parse(timestamp);
  return Number.isNaN(parsed) ? 0 : parsed;
}
