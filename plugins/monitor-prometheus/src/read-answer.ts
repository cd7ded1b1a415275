import { HelmwatchError } from "@helmwatch/core/plugin";
import * as z from "zod";

const point = z.tuple([z.number(), z.string()]).transform(([, text]) => text);
const sample = z.object({ metric: z.record(z.string(), z.string()), value: point.optional() });
const notes = { warnings: z.array(z.string()).optional(), infos: z.array(z.string()).optional() };

/** https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
const answerSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("success"),
    data: z.discriminatedUnion("resultType", [
      // Thanos and others say null where there is nothing. A native histogram has no `value`.
      z.object({ resultType: z.literal("vector"), result: z.array(sample).nullable() }),
      z.object({ resultType: z.literal("scalar"), result: point }),
      z.object({ resultType: z.literal("string"), result: point }),
      z.object({ resultType: z.literal("matrix"), result: z.unknown() }),
    ]),
    ...notes,
  }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string(), ...notes }),
]);

type Success = Extract<z.output<typeof answerSchema>, { status: "success" }>;
/** The result of a query; values as the texts they came in. */
export type QueryData = Success["data"] & Pick<Success, "warnings" | "infos">;

export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The server's address, for messages. */
  readonly shown: string;
}

export function readAnswer(answer: RawAnswer): QueryData {
  const { status, shown } = answer;
  const parsed = answerSchema.safeParse(json(answer.text));
  if (parsed.success && parsed.data.status === "success" && status < 300)
    return { ...parsed.data.data, warnings: parsed.data.warnings, infos: parsed.data.infos };
  if (parsed.data?.status === "error") {
    const { errorType, error } = parsed.data;
    // 400 bad_data and 422 execution are about the query; the rest (timeout, unavailable, internal) about the server.
    const code = status === 400 || status === 422 ? "MONITOR_QUERY_REJECTED" : "MONITOR_BAD_ANSWER";
    const what = code === "MONITOR_QUERY_REJECTED" ? "rejects the query" : `cannot answer (${status})`;
    throw new HelmwatchError(code, `${shown} ${what}: ${error}`, { facts: { status, errorType } });
  }
  throw new HelmwatchError("MONITOR_BAD_ANSWER", `${shown} answers ${status} ${looks(answer)}`, {
    ...hint(answer),
    facts: { status },
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function looks({ text, type }: RawAnswer): string {
  const start = text.trim().replace(/\s+/g, " ").slice(0, 200);
  if (start === "") return "with an empty body";
  return `with ${type === "" ? "a body" : type} that is no answer of Prometheus: ${start}`;
}

function hint({ status, type }: RawAnswer): { hint?: string } {
  if (status === 401 || status === 403) return { hint: "give credentials in headers, or in url" };
  if (status === 404) return { hint: "does url have the right path prefix?" };
  return /html/.test(type) ? { hint: "url may be that of a web page in front of Prometheus" } : {};
}
