import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ChartLock,
  formatLock,
  type LockChange,
  type LockedChart,
  lockFileName,
  lockReference,
  readLock,
  updateLock,
} from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { type LogLine, line } from "../log/log-line.js";
import type { ConfigFile } from "./read-config-file.js";

/** The lock of charts beside a config file. */
export interface ChartLockFile {
  readonly lock: ChartLock;
  /** Hex, of its bytes. */
  readonly sha256: string;
}

/** Undefined where there is none. Throws LOCK_INVALID. */
export async function readChartLock(folder: string): Promise<ChartLockFile | undefined> {
  const text = await lockText(folder);
  return text === undefined ? undefined : { lock: readLock(text), sha256: sha256Of(text) };
}

/** To tell a stale plan: whether what is in it is a lock does not matter. */
export async function chartLockDigest(folder: string): Promise<string | undefined> {
  const text = await lockText(folder);
  return text === undefined ? undefined : sha256Of(text);
}

async function lockText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, lockFileName), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new HelmwatchError("LOCK_INVALID", `"${lockFileName}" cannot be read: ${error.message}`);
  });
}

/** Puts in what was resolved now, whole or not at all, and tells what changed. */
export async function updateChartLock(
  { folder, everywhere }: Pick<ConfigFile, "folder" | "everywhere">,
  before: ChartLockFile | undefined,
  resolved: readonly LockedChart[],
): Promise<{ readonly file: ChartLockFile; readonly told: readonly LogLine[] }> {
  const referred = everywhere()?.flatMap(({ releases, repositories }) =>
    releases.map(({ chart }) => {
      const key = chart.name.split("/", 1)[0];
      return lockReference(
        chart,
        chart.repoUrl === undefined ? repositories.find(({ name }) => name === key) : undefined,
      );
    }),
  );
  const { lock, changes } = updateLock(before?.lock ?? { charts: [] }, resolved, referred);
  const text = formatLock(lock);
  const file = { lock, sha256: sha256Of(text) };
  if (file.sha256 === before?.sha256) return { file, told: [line("info", `${lockFileName} is up to date`)] };
  const path = join(folder, lockFileName);
  await writeFile(`${path}.new`, text, { flush: true });
  await rename(`${path}.new`, path);
  return { file, told: [...changes.map(changeLine), line("info", `${lockFileName} is written`)] };
}

function changeLine({ before, after }: LockChange): LogLine {
  const { chart = "", repository, constraint } = after ?? before ?? {};
  return line("info", after ? "locked" : "not locked any more", {
    chart: [repository === undefined ? chart : `${repository}/${chart}`, ...(constraint ? [constraint] : [])].join(" "),
    ...(before ? { before: inWords(before) } : {}),
    ...(after ? { after: inWords(after) } : {}),
  });
}

const inWords = ({ version, digest, commit }: LockedChart) =>
  `${version} (${commit?.slice(0, 12) ?? digest?.slice(0, 19)})`;

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");
