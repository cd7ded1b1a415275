import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HelmwatchError } from "@helmwatch/core/plugin";

/** What is read of a record's payload; charts and values stay where they are. */
export interface ReleaseRecord {
  readonly revision: number;
  readonly status: string;
  /** What helm says about the revision: `Upgrade "nats" failed: …`. */
  readonly description: string;
  readonly notes: string;
  /** The rendered objects as YAML documents, hooks left out. */
  readonly manifest: string;
  /** `phase` of the last run: `Succeeded`, `Failed`, `Running`; "" before the first. */
  readonly hooks: readonly {
    readonly kind: string;
    readonly name: string;
    readonly phase: string;
    /** `pre-install`, `test`, … */
    readonly events: readonly string[];
    /** As YAML. */
    readonly manifest: string;
  }[];
}

/** A record is at most 1 MiB zipped; a manifest of repeated lines can unzip to much more. */
const unzippedLimit = 64 * 1024 * 1024;
const unzip = promisify(gunzip);

/**
 * Decodes `data.release`: base64 by helm around a gzip of JSON (or plain JSON of old helms), and on Secrets base64 by
 * the API around that. Throws HELM_RECORD_MISMATCH for anything else.
 */
export async function decodeRecord(data: string, resource: "secrets" | "configmaps"): Promise<ReleaseRecord> {
  try {
    const inner = resource === "secrets" ? Buffer.from(data, "base64").toString("latin1") : data;
    const bytes = Buffer.from(inner, "base64");
    const zipped = bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
    const json = zipped ? await unzip(bytes, { maxOutputLength: unzippedLimit }) : bytes;
    const record: unknown = JSON.parse(json.toString("utf8"));
    const { version, info, manifest, hooks } = record as Record<string, unknown>;
    const { status, description, notes } = (info ?? {}) as Record<string, unknown>;
    if (typeof version !== "number") throw new Error("it has no version");
    return {
      revision: version,
      status: text(status),
      description: text(description),
      notes: text(notes),
      manifest: text(manifest),
      hooks: Array.isArray(hooks) ? hooks.map(hook) : [],
    };
  } catch (cause) {
    throw new HelmwatchError("HELM_RECORD_MISMATCH", `the release record cannot be read: ${(cause as Error).message}`, {
      hint: "It may have been written by another tool, or damaged; `helm get all` tells more.",
      cause,
    });
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

function hook(value: unknown): ReleaseRecord["hooks"][number] {
  const { kind, name, last_run, manifest, events } = (value ?? {}) as Record<string, unknown>;
  const { phase } = (last_run ?? {}) as Record<string, unknown>;
  return { kind: text(kind), name: text(name), phase: text(phase), events: texts(events), manifest: text(manifest) };
}
