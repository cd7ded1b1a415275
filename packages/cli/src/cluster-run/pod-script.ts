import { inputPath, shellWord, unpackScript } from "@helmwatch/kube/job";

/** The container's exit code where helmwatch was not started; its termination message tells why. */
export const notRun = 125;
/** Writable, in memory. */
export const workPath = "/helmwatch/work";

export interface PodProgram {
  /** Of helmwatch. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * What the container runs, as process 1: POSIX sh with the tools of busybox. Both outputs of helmwatch become one pipe,
 * so that events and log stay in order. It is no process 1 itself: SIGTERM would be lost on it before it listens.
 *
 * The service account gets a kubeconfig whose context has the name of ours, for releases and monitors that name it.
 */
export function podScript({ args, env }: PodProgram): string {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${shellWord(value)}\n`);
  return `set -u
helmwatch= stopped=
trap 'stopped=1; [ -z "$helmwatch" ] || kill -TERM "$helmwatch"' TERM
in=${inputPath} work=${workPath}
fail() {
  printf '{"level":"fatal","message":"%s"}\\n' "$1"
  printf '%s' "$1" >/dev/termination-log
  exit ${notRun}
}
${unpackScript}host=$KUBERNETES_SERVICE_HOST
case $host in *:*) host="[$host]" ;; esac
sed "s|@server@|https://$host:$KUBERNETES_SERVICE_PORT|" kubeconfig >"$work/kubeconfig" || fail "no kubeconfig can be made"
${exports.join("")}export HOME="$work" TMPDIR="$work/tmp" KUBECONFIG="$work/kubeconfig" NO_COLOR=1
cd "$work" || fail "the work folder cannot be entered"
command -v helmwatch >/dev/null || fail "the image has no helmwatch"
[ -z "$stopped" ] || exit 143
helmwatch ${args.map(shellWord).join(" ")} 2>&1 &
helmwatch=$!
[ -z "$stopped" ] || kill -TERM "$helmwatch"
while :; do
  wait "$helmwatch"
  code=$?
  kill -0 "$helmwatch" 2>/dev/null || exit "$code"
done
`;
}

/** Of the pod's service account. JSON is YAML. */
export function podKubeconfig(context: string): string {
  const account = "/var/run/secrets/kubernetes.io/serviceaccount";
  const [cluster, user] = ["cluster", "run"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster, user } }],
    clusters: [{ name: cluster, cluster: { server: "@server@", "certificate-authority": `${account}/ca.crt` } }],
    users: [{ name: user, user: { tokenFile: `${account}/token` } }],
  });
}
