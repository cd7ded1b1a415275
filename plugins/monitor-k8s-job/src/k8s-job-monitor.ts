import { randomBytes } from "node:crypto";
import { type Call, defineMonitor, HelmwatchError, type Host, type KubeAccess } from "@helmwatch/core/plugin";
import { checkAccess, tryJob } from "./check-access.js";
import { type JobIdentity, jobManifest } from "./job-manifest.js";
import { judgeEnd } from "./judge-end.js";
import { type MadeJobs, madeJobs } from "./made-jobs.js";
import { type Options, options } from "./options.js";
import { runCheck } from "./run-check.js";

export const k8sJobMonitor = defineMonitor<Options>({
  summary: "runs a Kubernetes Job for each check and judges its exit code",
  options,
  needs: ["kube"],
  create(given, host) {
    const instance = randomBytes(4).toString("hex");
    const jobs = madeJobs(host.clock);
    return {
      async preflight(call) {
        const namespace = namespaceOf(given, call);
        if (namespace === undefined) return [];
        const kube = kubeOf(given, call, host);
        const forbidden = await checkAccess(kube, namespace, call.signal);
        if (forbidden.length > 0) return forbidden;
        const manifest = jobManifest(given, identityOf(namespace, instance, call), call);
        return tryJob(kube, namespace, manifest, call.signal);
      },
      async observe(call) {
        const identity = identityOf(target(given, call), instance, call);
        const kube = kubeOf(given, call, host);
        let [ended, passed] = [false, false];
        try {
          const seen = await runCheck({ kube, clock: host.clock, jobs, options: given, identity, call });
          ended = seen.situation.kind === "exited";
          const observation = judgeEnd(seen, given);
          passed = observation.kind === "verdict" && observation.pass;
          return observation;
        } finally {
          // A Job that has not ended is removed in any case: it would start when nobody waits for it any more.
          const keep = ended && (given.keep === "always" || (given.keep === "failed" && !passed));
          if (keep) jobs.keep(identity.name);
          else await remove(jobs, identity.name, host, call);
        }
      },
      dispose: () => jobs.removeAll(),
    };
  },
});

/** After an abort nobody waits; what fails is tried again by `dispose`, and in the end done by the Job's own TTL. */
async function remove(jobs: MadeJobs, name: string, { log }: Host, { signal }: Call): Promise<void> {
  const removal = jobs.remove(name).catch(({ message }) => log.warn({ job: name }, `could not remove Job: ${message}`));
  if (!signal.aborted) await removal;
}

function namespaceOf({ namespace }: Options, { releases }: Call): string | undefined {
  return namespace ?? releases[0]?.namespace;
}

function target(given: Options, call: Call): string {
  const namespace = namespaceOf(given, call);
  if (namespace !== undefined) return namespace;
  throw new HelmwatchError(
    "CONFIG_MISSING_KEY",
    "no namespace is known for the Job: no release refers to the monitor",
    {
      hint: "set namespace",
    },
  );
}

/** Never another cluster than the release's because the host cannot reach that. */
function kubeOf({ context: given }: Options, { releases }: Call, { kube }: Host): KubeAccess {
  const context = given ?? releases[0]?.context;
  if (context === undefined) return kube!;
  if (kube?.withContext) return kube.withContext(context);
  throw new HelmwatchError("CONFIG_NOT_SUPPORTED_YET", `context "${context}" cannot be reached from a monitor here`);
}

/** The start of a name is for people; the pod's name gets 6 more characters, of 63. */
function identityOf(namespace: string, instance: string, { releases: [release], attempt }: Call): JobIdentity {
  const prefix = (release?.name ?? "helmwatch").slice(0, 30).replaceAll(".", "-").replace(/-+$/, "");
  return { name: `${prefix}-check-${instance}-${attempt}`, namespace, instance };
}
