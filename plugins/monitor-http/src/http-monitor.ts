import { defineMonitor, type Facts, HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import { conceal, isSecretName, transportError } from "@helmwatch/http";
import { judgeAnswer, type SeenAnswer } from "./judge-answer.js";
import { type Options, options } from "./options.js";
import { outgoing } from "./outgoing.js";
import { route } from "./route.js";
import { seeAnswer } from "./see-answer.js";
import { type Answered, send } from "./send.js";

export const httpMonitor = defineMonitor<Options>({
  summary: "judges the answer to an HTTP request",
  options,
  create(given, host) {
    const request = outgoing(given, host);
    const way = route(given.insecure);
    return {
      async observe({ signal }) {
        const startedAt = host.clock.now();
        let facts: Facts = { url: conceal(request.url) };
        try {
          const answered = await send(request, { fetch: host.fetch, route: way, signal });
          facts = { url: answered.url, status: answered.response.status };
          const answer = await seeAnswer(answered.response, given, request.secrets);
          const seen = { ...answer, latencyMs: host.clock.now() - startedAt };
          facts = factsOf(answered, seen, given);
          const broken = judgeAnswer(seen, given);
          const body = broken.length > 0 && seen.excerpt !== "" ? { body: seen.excerpt } : {};
          return { kind: "verdict", pass: broken.length === 0, why: broken.join("; "), facts: { ...facts, ...body } };
        } catch (error) {
          signal.throwIfAborted();
          throw withFacts(isHelmwatchError(error) ? error : transportError(error, String(facts.url)), facts);
        }
      },
      dispose: () => way.dispose(),
    };
  },
});

function withFacts({ code, message, hint, facts, cause }: HelmwatchError, more: Facts): HelmwatchError {
  const hinted = hint === undefined ? {} : { hint };
  return new HelmwatchError(code, message, { ...hinted, facts: { ...more, ...facts }, cause });
}

const telling = ["content-type", "content-length", "retry-after", "server"];

/** Facts have the names that `pass_when` asks for: `facts.status`, `facts.latency_ms`, `facts.headers["x-version"]`. */
function factsOf({ url, redirects }: Answered, seen: SeenAnswer, given: Options): Facts {
  const names = [...telling, ...Object.keys(given.header_matches), ...Object.keys(given.header_not_matches)];
  const headers = names
    .filter((name) => seen.headers.has(name) && !isSecretName(name))
    .map((name) => [name.toLowerCase(), seen.headers.get(name)?.slice(0, 200)]);
  const to = seen.headers.get("location");
  const location = to !== null && URL.canParse(to, url) ? new URL(to, url) : undefined;
  return {
    url,
    status: seen.status,
    latency_ms: Math.round(seen.latencyMs * 10) / 10,
    headers: Object.fromEntries(headers),
    ...(location === undefined ? {} : { location: conceal(location) }),
    ...(redirects.length > 0 ? { redirects } : {}),
  };
}
