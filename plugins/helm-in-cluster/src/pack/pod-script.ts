import { inputPath, unpackScript } from "@helmwatch/kube/job";

/** The container's exit code where helm was not run; stderr tells why. */
export const notRun = 125;
/** Where it was not run because the pod could not pull its chart. */
export const notPulled = 124;
/** The last line of a log that is whole. */
export const endMark = "0 end";

/**
 * What the container runs, as process 1: POSIX sh with the tools of busybox. stdout and stderr of helm share the pod's
 * log, hence each line says whose it is: `1 ` and `2 `, or `1-` and `2-` for a last one without line break. The
 * termination message is the end of stderr: it is known even when the log is lost with the node.
 *
 * SIGTERM reaches only process 1. Install and upgrade get it once, and mark their release as failed; helm in a rollback
 * or an uninstall would die of it and leave the release pending.
 */
export function podScript({ interruptible }: { readonly interruptible: boolean }): string {
  const onTerm = interruptible
    ? `trap 'trap "" TERM; stopped=1; [ -z "$helm" ] || kill -TERM "$helm"' TERM`
    : `trap '' TERM`;
  return `set -u
helm= stopped=
${onTerm}
in=${inputPath} work=/helmwatch/work
label() {
  while IFS= read -r line; do printf '%s %s\\n' "$1" "$line"; done
  [ -z "$line" ] || printf '%s-%s\\n' "$1" "$line"
}
fail() {
  printf '2 Error: %s\\n${endMark}\\n' "$1"
  printf 'Error: %s\\n' "$1" >/dev/termination-log
  exit "\${2:-${notRun}}"
}
quietly() {
  helm "$@" </dev/null >"$work/said" 2>&1 & helm=$!
  wait "$helm" || wait "$helm" || fail "in the pod, helm $1 $2 failed: $(tail -n 1 "$work/said")" ${notPulled}
  helm=
}
pull() {
  name=$1 sum=$2
  shift 2
  mkdir "$work/pull" || fail "the work folder cannot be written"
  quietly "$@" --destination "$work/pull"
  mv "$work/pull/"*.tgz "$work/files/$name" || fail "helm pulled $2 and left no archive" ${notPulled}
  printf '%s  %s\\n' "$sum" "$work/files/$name" | sha256sum -c >/dev/null 2>&1 ||
    fail "chart $2 is another one in the pod than where the plan was made" ${notPulled}
}
${unpackScript}[ ! -f pull ] || [ -n "$stopped" ] || . ./pull
. ./argv
mkfifo "$work/out" "$work/err" || fail "the work folder cannot be written"
label 1 <"$work/out" & out=$!
tee "$work/stderr" <"$work/err" | label 2 >&2 & err=$!
if [ -z "$stopped" ]; then
  cd "$work"
  helm "$@" <"$in/stdin" >"$work/out" 2>"$work/err" & helm=$!
  [ -z "$stopped" ] || kill -TERM "$helm"
  while :; do
    wait "$helm"
    code=$?
    kill -0 "$helm" 2>/dev/null || break
  done
else
  : >"$work/out" 2>"$work/err"
  code=143
fi
wait "$out" "$err"
tail -c 3500 "$work/stderr" >/dev/termination-log
echo '${endMark}'
exit "$code"
`;
}
