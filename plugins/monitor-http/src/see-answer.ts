import { HelmwatchError } from "@helmwatch/core/plugin";
import { readBody } from "@helmwatch/http";
import type { SeenAnswer } from "./judge-answer.js";
import type { Options } from "./options.js";
import { isExpected } from "./status-codes.js";

/** Twice what is shown: a secret that the end of an excerpt cuts in two would not be recognised. */
const excerptBytes = 2048;

/**
 * Reads as much of an answer as its judgement needs: the body where an assertion is about it, its start where the status
 * is unexpected, else nothing: a stream that never ends answers a question about its status, too.
 */
export async function seeAnswer(
  response: Response,
  options: Options,
  secrets: readonly string[],
): Promise<Omit<SeenAnswer, "latencyMs">> {
  const { status, headers } = response;
  const isAsserted = Boolean(options.body_matches || options.body_not_matches || options.body_when);
  if (!isExpected(status, options.expected_codes)) {
    const { text } = await readBody(response, excerptBytes);
    return { status, headers, text, excerpt: excerpt(text, secrets) };
  }
  if (!isAsserted) {
    await response.body?.cancel();
    return { status, headers, text: "", excerpt: "" };
  }
  const { text, complete } = await readBody(response, options.max_body);
  if (!complete)
    throw new HelmwatchError("MONITOR_BAD_ANSWER", `the body is larger than max_body (${options.max_body} bytes)`, {
      hint: "raise max_body, or ask for less",
    });
  return { status, headers, text, excerpt: excerpt(text, secrets) };
}

function excerpt(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text.slice(0, excerptBytes));
  return masked.slice(0, excerptBytes / 2).trim();
}
