import { type Facts, type HelmResult, HelmwatchError } from "@helmwatch/core/plugin";
import { clusterErrors, type ErrorClass, fetchErrors, postRenderError } from "./error-class.js";
import { errorText } from "./error-text.js";
import { maskText } from "./mask-text.js";

/** Whom the call talks to: says which texts mean what. */
export type Counterpart = "cluster" | "registry" | "local";

const classes: Record<Counterpart, readonly ErrorClass[]> = {
  cluster: clusterErrors,
  registry: fetchErrors,
  local: [postRenderError],
};
const stderrLimit = 4096;
const lineLimit = 300;

/**
 * The error for a helm call that did not end well. `subject` opens the message: "upgrade of nats@nats". Facts: exit code,
 * argv, where helm ran, the end of stderr.
 */
export function helmFailure(
  subject: string,
  counterpart: Counterpart,
  call: { readonly argv: readonly string[]; readonly deadlineMs: number },
  result: HelmResult,
  more: Facts = {},
): HelmwatchError {
  const facts: Facts = {
    ...more,
    exitCode: result.exitCode,
    argv: call.argv.map(maskText),
    where: result.where,
    stderr: maskText(result.stderr).trimEnd().slice(-stderrLimit),
  };
  if (result.ended === "deadline")
    return new HelmwatchError(
      "HELM_DEADLINE",
      `${subject} did not end within ${Math.round(call.deadlineMs / 1000)}s; helm was stopped`,
      { hint: "Look at the release's status and at the cluster before running again.", facts },
    );
  if (result.ended === "interrupted")
    return new HelmwatchError("HELM_INTERRUPTED", `${subject} was interrupted`, {
      hint: "Run again to bring the release to what the file says.",
      facts,
    });
  const text = errorText(result.stderr);
  const kind = text && classes[counterpart].find(({ pattern }) => pattern.test(text.whole));
  const line = cut(maskText(text?.line ?? lastLine(result)));
  if (kind)
    return new HelmwatchError(kind.code, `${subject} failed: ${kind.what} (${line})`, {
      hint: kind.hint,
      facts: { ...facts, ...(kind.transient ? { transient: true } : {}) },
    });
  return new HelmwatchError(
    counterpart === "registry" ? "HELM_FETCH_FAILED" : "HELM_FAILED",
    `${subject} failed: ${line}`,
    {
      facts,
    },
  );
}

/** Without an `Error:` line helm did not get to write one: killed, or not helm at all. */
function lastLine({ exitCode, stderr, stdout }: HelmResult): string {
  const last = (stderr.trim() || stdout.trim()).split("\n").at(-1);
  const killed = exitCode > 128 ? `helm was killed by signal ${exitCode - 128}` : `helm exited with ${exitCode}`;
  return last ? `${killed}: ${last}` : `${killed} without a word`;
}

function cut(line: string): string {
  return line.length > lineLimit ? `${line.slice(0, lineLimit)}…` : line;
}
