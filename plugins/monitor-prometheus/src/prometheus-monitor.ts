import {
  type Call,
  type Diagnostic,
  defineMonitor,
  type Facts,
  HelmwatchError,
  isHelmwatchError,
} from "@helmwatch/core/plugin";
import { endpoint } from "./endpoint.js";
import { insecureDispatcher } from "./insecure-dispatcher.js";
import { isCondition } from "./is-condition.js";
import { observeResult } from "./observe-result.js";
import { type Options, options } from "./options.js";
import { runQuery } from "./run-query.js";

export const prometheusMonitor = defineMonitor<Options>({
  summary: "judges the result of a PromQL query",
  options,
  create({ expr, success_mode, insecure, ...address }, host) {
    const target = endpoint(address, host);
    const way = insecure ? insecureDispatcher() : undefined;
    const reading = { success_mode, condition: isCondition(expr), facts: { query: expr, url: target.shown } };
    const observe = async ({ signal }: Call) => {
      try {
        const dispatcher = await way?.get();
        return observeResult(
          await runQuery({ endpoint: target, expr, fetch: host.fetch, dispatcher, signal }),
          reading,
        );
      } catch (error) {
        throw isHelmwatchError(error) ? withFacts(error, reading.facts) : error;
      }
    };
    return {
      /** A query that Prometheus cannot parse never gets better; a server that is not there yet may be in this run. */
      async preflight(call): Promise<readonly Diagnostic[]> {
        try {
          await observe(call);
          return [];
        } catch (error) {
          call.signal.throwIfAborted();
          if (!isHelmwatchError(error)) throw error;
          const { code, message, hint, facts } = error;
          // 422: it parses, but fails on the data of this moment.
          const isFinal = code === "MONITOR_QUERY_REJECTED" && facts.status !== 422;
          const severity = isFinal ? "error" : "warning";
          return [{ code, severity, message, ...(hint === undefined ? {} : { hint }) }];
        }
      },
      observe,
      dispose: async () => way?.dispose(),
    };
  },
});

function withFacts({ code, message, hint, facts, cause }: HelmwatchError, more: Facts): HelmwatchError {
  return new HelmwatchError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    facts: { ...more, ...facts },
    cause,
  });
}
