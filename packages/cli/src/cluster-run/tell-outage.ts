import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import type { Console } from "../log/console.js";
import { line } from "../log/log-line.js";

/** The same access, whose loss and return are told: who follows would else see a run that stands still. */
export function tellOutage(kube: KubeAccess, console: Console): KubeAccess {
  let isAway = false;
  return {
    ...kube,
    async request(request) {
      try {
        const answer = await kube.request<never>(request);
        if (isAway) console.log(line("info", "the cluster answers again"));
        isAway = false;
        return answer;
      } catch (error) {
        if (!isHelmwatchError(error) || error.code !== "KUBE_UNREACHABLE") throw error;
        if (!isAway) console.log(line("warn", "the cluster cannot be reached: trying again, the run goes on there"));
        isAway = true;
        throw error;
      }
    },
  };
}
