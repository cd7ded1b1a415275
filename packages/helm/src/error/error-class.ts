import type { ErrorCode } from "@helmwatch/core/plugin";

export interface ErrorClass {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  /** Completes "upgrade of nats@nats failed: …". */
  readonly what: string;
  readonly hint: string;
  /** The same call may succeed a moment later. */
  readonly transient?: true;
}

const network =
  /connection refused|connection reset|no such host|i\/o timeout|tls handshake timeout|client connection lost|network is unreachable|unexpected eof|toomanyrequests|too many requests|\b(429|50[0234])\b|etcdserver: (request timed out|leader changed)|server is currently unable|timeout awaiting response/i;

/** Also where no cluster is asked. */
export const postRenderError: ErrorClass = {
  pattern: /error while running post render/i,
  code: "HELM_RENDER_FAILED",
  what: "its post_renderer failed",
  hint: "It is given manifests on stdin and has to write all of them to stdout; helmwatch manifests shows the same.",
};

/**
 * Texts of Helm 3.21 and 4.2 sources, the API server and kubectl's libraries; the first that matches wins. Causes stand
 * before what they lead to: a hook that may not be created is a right that is missing, not a broken hook.
 */
export const clusterErrors: readonly ErrorClass[] = [
  postRenderError,
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/i,
    code: "HELM_PENDING",
    what: "another helm operation on it is unfinished",
    hint: "If none is running, it was left by a crash: roll back to the last good revision, or uninstall.",
  },
  {
    pattern: /release: already exists|cannot re-?use a name that is still in use/i,
    code: "HELM_PENDING",
    what: "another helm changed it at the same time",
    hint: "Look who else deploys this release, then run again.",
  },
  {
    pattern: /context "[^"]*" does not exist|invalid configuration: |error loading config file/i,
    code: "KUBE_CONFIG",
    what: "its kubeconfig does not say how to reach the cluster",
    hint: "Check KUBECONFIG and the context of the release.",
  },
  {
    pattern: /is forbidden: User|\bUnauthorized\b|must be logged in|asked for the client to provide credentials/i,
    code: "KUBE_FORBIDDEN",
    what: "the cluster refuses this user",
    hint: "Check the credentials of the context and the rights (verb and resource are in the message).",
  },
  {
    pattern: /kubernetes cluster unreachable/i,
    code: "KUBE_UNREACHABLE",
    what: "helm could not reach the cluster",
    hint: "Check the context, the API server's address and the network.",
    transient: true,
  },
  {
    pattern: /^Error: path "[^"]*" not found|^Error: open \S.*: no such file or directory/im,
    code: "CHART_NOT_FOUND",
    what: "its chart or a values file is gone",
    hint: "Look at the paths of the release; a saved plan is made anew by helmwatch build.",
  },
  {
    pattern: /Chart\.yaml file is missing|unable to detect chart at/i,
    code: "CHART_INVALID",
    what: "what is to be its chart is none",
    hint: "Expected a folder or an archive with a Chart.yaml in it.",
  },
  {
    pattern: /exceeded quota|ResourceExhausted/i,
    code: "HELM_QUOTA",
    what: "a quota of the namespace is used up",
    hint: "Raise the ResourceQuota or ask for less.",
  },
  {
    pattern: /failed calling webhook/i,
    code: "HELM_POLICY_DENIED",
    what: "an admission webhook could not be reached",
    hint: "Check the webhook's own workload and its failurePolicy, then run again.",
    transient: true,
  },
  {
    pattern: /admission webhook .* denied|violates PodSecurity|ValidatingAdmissionPolicy .* denied/i,
    code: "HELM_POLICY_DENIED",
    what: "a policy of the cluster rejected an object",
    hint: "Change the values or the chart so that the policy is met.",
  },
  {
    pattern: /apply failed with \d+ conflict/i,
    code: "HELM_CONFLICT",
    what: "other managers own fields of its objects",
    hint: "Leave those fields out of the chart's values, or set force_conflicts: true to take them over.",
  },
  {
    pattern: /field is immutable|updates to statefulset spec/i,
    code: "HELM_IMMUTABLE",
    what: "a field cannot be changed on an existing object",
    hint: "Delete the object first (a StatefulSet with --cascade=orphan), then run again.",
  },
  {
    pattern: /no matches for kind|ensure CRDs are installed first/i,
    code: "HELM_CRD_MISSING",
    what: "the cluster does not know a kind it uses",
    hint: "Install what brings the CRD first, and name it in depends_on.",
  },
  {
    pattern: /Too long: (must have at most|may not be more than) 1048576|Request entity too large/i,
    code: "HELM_TOO_LARGE",
    what: "the chart, its values and manifest exceed 1 MiB, the limit of a release record",
    hint: "Leave big files out of the chart (.helmignore), or split it.",
  },
  {
    pattern: /invalid ownership metadata|rendered manifests contain a resource that already exists/i,
    code: "HELM_FOREIGN_OWNER",
    what: "an object with this name exists and is not of this release",
    hint: "Delete or rename the object, or set take_ownership: true (helm 3.17 and newer).",
  },
  {
    pattern:
      /execution error at|YAML parse error|don't meet the specifications of the schema|error converting YAML|parse error at \(|error calling|chart requires kubeVersion|error validating data|failed to parse|cannot load values|missing in charts\/ directory/i,
    code: "HELM_RENDER_FAILED",
    what: "the chart does not render with these values",
    hint: "Mend the values or the chart; `helm template` shows the same.",
  },
  {
    pattern:
      /\b(pre|post)-(install|upgrade|rollback|delete) hooks? failed|failed (pre|post)-(install|upgrade|rollback|delete)|\bhooks? failed|^Error: job \S+ failed: |\* job \S+ failed: /im,
    code: "HELM_HOOK_FAILED",
    what: "a hook of the chart failed",
    hint: "Look at the logs of the hook's pod; disable_hooks: true leaves hooks out.",
  },
  {
    // Helm 4 says so of a failed hook in a rollback or uninstall, too.
    pattern: /not ready\. status: Failed/i,
    code: "HELM_NOT_READY",
    what: "one of its resources or hooks failed",
    hint: "Look at its pods and jobs.",
  },
  {
    pattern:
      /timed out waiting for the condition|context deadline exceeded|not ready\. status:|rate limiter Wait returned an error/i,
    code: "HELM_NOT_READY",
    what: "its resources were not ready in time",
    hint: "Look at its pods, or raise timeout.",
  },
  {
    pattern: /has no \d+ version|has no deployed releases|release: not found|has no revision/i,
    code: "HELM_FAILED",
    what: "there is no such revision",
    hint: "Look at the revisions that helm still keeps, and at max_history.",
  },
  {
    pattern: /namespaces "[^"]*" not found/i,
    code: "HELM_FAILED",
    what: "its namespace does not exist",
    hint: "Create the namespace, or set create_namespace: true.",
  },
  {
    pattern: network,
    code: "KUBE_UNREACHABLE",
    what: "the connection to the cluster broke",
    hint: "Check the network and the API server, then run again.",
    transient: true,
  },
];

/** Of pull, login, index and dependency calls. */
export const fetchErrors: readonly ErrorClass[] = [
  {
    pattern: /\b(401|403)\b|unauthorized|authentication required|access denied|denied: |basic credential not found/i,
    code: "HELM_FETCH_FAILED",
    what: "the credentials were not accepted",
    hint: "Check username and password of the registry, repository or chart.",
  },
  {
    pattern: /x509: |certificate signed by unknown authority|server gave HTTP response to HTTPS client/i,
    code: "HELM_FETCH_FAILED",
    what: "the server's certificate was not accepted",
    hint: "Set ca_file, or insecure: true, or plain_http: true for a registry without TLS.",
  },
  {
    pattern: network,
    code: "HELM_FETCH_FAILED",
    what: "the server could not be reached",
    hint: "Check the address and the network (proxies are taken from the environment).",
    transient: true,
  },
  {
    pattern:
      /not found|manifest unknown|name unknown|no chart (name|version) found|no cached repo found|\b404\b|could not locate a version|unable to locate any tags/i,
    code: "HELM_FETCH_FAILED",
    what: "there is no such chart or version",
    hint: "Check the chart's name and version.",
  },
];
