import type { Answer, SeenRequest } from "./answer.js";
import { type FaultServer, faultServer } from "./fault-server.js";

type Labels = Readonly<Record<string, string>>;

/** What a query evaluates to; values as numbers, told as Prometheus tells them. */
export type QueryResult =
  | { readonly scalar: number }
  | { readonly string: string }
  | { readonly vector: readonly { readonly labels?: Labels; readonly value: number }[] }
  | { readonly matrix: readonly { readonly labels?: Labels; readonly values: readonly number[] }[] }
  /** `badData` is what Prometheus says of a query that it cannot parse. */
  | { readonly badData: string }
  | { readonly answer: Answer };

export type QueryTable = Readonly<
  Record<string, QueryResult & { warnings?: readonly string[]; infos?: readonly string[] }>
>;

/**
 * A Prometheus that answers instant queries (`/api/v1/query`, by POST or GET) from a table; an unknown query has an
 * empty result, as a misspelt metric has in the real one.
 */
export function prometheusServer(table: QueryTable, options: { tls?: boolean } = {}): Promise<FaultServer> {
  return faultServer((request) => {
    if (!request.path.split("?")[0]!.endsWith("/api/v1/query")) return { status: 404, body: "404 page not found\n" };
    return answerTo(table[queryOf(request)] ?? { vector: [] });
  }, options);
}

function queryOf({ body, path }: SeenRequest): string {
  return new URLSearchParams(body || new URL(path, "http://localhost").search).get("query") ?? "";
}

function answerTo(result: QueryTable[string]): Answer {
  if ("answer" in result) return result.answer;
  if ("badData" in result) return json({ status: "error", errorType: "bad_data", error: result.badData }, 400);
  const { warnings, infos } = result;
  return json({ status: "success", data: dataOf(result), ...(warnings && { warnings }), ...(infos && { infos }) });
}

const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Seconds since the epoch, as in every answer; what time it is does not matter to any test. */
const at = 1_700_000_000.123;

function dataOf(result: Exclude<QueryResult, { answer: Answer } | { badData: string }>): unknown {
  if ("scalar" in result) return { resultType: "scalar", result: [at, text(result.scalar)] };
  if ("string" in result) return { resultType: "string", result: [at, result.string] };
  if ("vector" in result) {
    const series = result.vector.map(({ labels = {}, value }) => ({ metric: labels, value: [at, text(value)] }));
    return { resultType: "vector", result: series };
  }
  const series = result.matrix.map(({ labels = {}, values }) => ({
    metric: labels,
    values: values.map((value, index) => [at + 15 * index, text(value)]),
  }));
  return { resultType: "matrix", result: series };
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats */
const text = (value: number) =>
  Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
