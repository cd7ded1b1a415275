import { HelmwatchError } from "@helmwatch/core/plugin";
import { isSecretName } from "@helmwatch/http";
import type { Answer } from "./compile-body-when.js";
import type { Options } from "./options.js";
import { runBounded } from "./run-bounded.js";
import { codesText, isExpected } from "./status-codes.js";

export interface SeenAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** All of the body where an assertion needs it. */
  readonly text: string;
  /** The start of the body, fit to be shown. */
  readonly excerpt: string;
  readonly latencyMs: number;
}

/**
 * What of the expectations does not hold, in words; nothing: the answer passes. An unexpected status comes alone: it
 * explains the rest. Throws MONITOR_BAD_ANSWER where an assertion cannot be evaluated.
 */
export function judgeAnswer(seen: SeenAnswer, options: Options): readonly string[] {
  if (isExpected(seen.status, options.expected_codes))
    return [...latency(seen, options), ...headers(seen, options), ...body(seen, options)];
  const what = `unexpected status code ${seen.status}, expected ${codesText(options.expected_codes)}`;
  const start = seen.excerpt.replace(/\s+/g, " ").slice(0, 200);
  return [start === "" ? what : `${what}: ${start}`];
}

function latency({ latencyMs }: SeenAnswer, { max_latency }: Options): string[] {
  if (max_latency === undefined || latencyMs <= max_latency) return [];
  return [`took ${Math.ceil(latencyMs)}ms, expected at most ${max_latency}ms`];
}

function headers(seen: SeenAnswer, { header_matches, header_not_matches }: Options): string[] {
  const found = (name: string) => {
    const value = seen.headers.get(name) ?? "";
    return isSecretName(name) ? `header ${name}` : `header ${name} is ${JSON.stringify(value.slice(0, 200))}`;
  };
  const missed = Object.entries(header_matches).flatMap(([name, pattern]) => {
    if (!seen.headers.has(name)) return [`header ${name} is missing, expected to match ${pattern}`];
    return matches(pattern, seen.headers.get(name)!) ? [] : [`${found(name)}, expected to match ${pattern}`];
  });
  const forbidden = Object.entries(header_not_matches).filter(([name, pattern]) =>
    matches(pattern, seen.headers.get(name) ?? ""),
  );
  return [...missed, ...forbidden.map(([name, pattern]) => `${found(name)}, expected not to match ${pattern}`)];
}

function body(seen: SeenAnswer, { body_matches, body_not_matches, body_when }: Options): string[] {
  const broken: string[] = [];
  if (body_matches && !matches(body_matches, seen.text)) broken.push(`the body does not match ${body_matches}`);
  if (body_not_matches && matches(body_not_matches, seen.text)) broken.push(`the body matches ${body_not_matches}`);
  if (body_when && !holds(body_when, seen)) broken.push(`body_when is false: ${body_when.source}`);
  return broken;
}

function matches(pattern: RegExp, text: string): boolean {
  return bounded(() => pattern.test(text), String(pattern));
}

function holds({ source, evaluate }: NonNullable<Options["body_when"]>, seen: SeenAnswer): boolean {
  const answer: Answer = { status: seen.status, headers: Object.fromEntries(seen.headers), body: parsed(seen) };
  const result = bounded(() => evaluate(answer), `body_when ${JSON.stringify(source)}`);
  if (typeof result === "boolean") return result;
  throw unjudged(`body_when ${JSON.stringify(source)} gives ${typeof result}, expected true or false`);
}

/** JSON where the answer says so, or looks so; then a body that is none cannot be judged. */
function parsed({ text, headers }: SeenAnswer): unknown {
  const isJson = /[/+]json\b/i.test(headers.get("content-type") ?? "");
  if (!isJson && !/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!isJson) return text;
    throw unjudged(`the body is not the JSON that its content-type says: ${(error as Error).message}`);
  }
}

function bounded<T>(run: () => T, what: string): T {
  try {
    return runBounded(run);
  } catch (error) {
    const { code, summary, message } = error as { code?: string; summary?: string; message: string };
    if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw unjudged(`${what} took longer than a second and was stopped`);
    throw unjudged(`${what} cannot be evaluated: ${summary ?? message}`);
  }
}

const unjudged = (message: string) => new HelmwatchError("MONITOR_BAD_ANSWER", message);
