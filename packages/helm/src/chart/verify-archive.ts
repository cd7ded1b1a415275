import { HelmwatchError } from "@helmwatch/core/plugin";
import { verifyArgv } from "../argv/fetch-argv.js";
import { errorText } from "../error/error-text.js";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import type { ChartSource } from "./chart-source.js";

const deadlineMs = 60_000;

const reasons: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/could not load provenance file|no such file.*\.prov/, "it has no signature: there is no .prov file beside it"],
  [/unknown entity/, "who signed it is not in the keyring"],
  [/sum does not match|does not contain a SHA/, "it is not what was signed"],
  [/failed to load keyring/, "the keyring cannot be read"],
];

/**
 * Checks the signature beside an archive. Not by `helm pull --verify`: that knows no archive pulled by its digest, and
 * none of this machine. Throws CHART_NOT_VERIFIED.
 */
export async function verifyArchive(
  helm: Helm,
  path: string,
  { name, keyring }: Pick<ChartSource, "name" | "keyring">,
  signal: AbortSignal,
): Promise<void> {
  const call: HelmCall = {
    argv: verifyArgv(path, keyring),
    files: [path, ...(keyring === undefined ? [] : [keyring])],
    deadlineMs,
    interruptible: true,
  };
  const result = await helm.run(call, signal);
  if (result.ended === "exit" && result.exitCode === 0) return;
  const text = errorText(result.stderr);
  if (result.ended !== "exit" || !text) throw helmFailure(`verification of chart "${name}"`, "local", call, result);
  const what = reasons.find(([pattern]) => pattern.test(text.whole))?.[1];
  const why = what === undefined ? text.line : `${what} (${text.line})`;
  throw new HelmwatchError("CHART_NOT_VERIFIED", `chart "${name}" is not verified: ${why}`, {
    hint: "keyring is a file of public keys as `gpg --export` writes it, by default ~/.gnupg/pubring.gpg",
    facts: { argv: call.argv, where: result.where },
  });
}
