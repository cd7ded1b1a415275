import type { ErrorCode, HelmResult } from "@helmwatch/core/plugin";
import { describe, expect, it } from "vitest";
import { type Counterpart, helmFailure } from "./helm-failure.js";

const call = { argv: ["upgrade", "--install", "nats"], deadlineMs: 240_000 };
const result = (overrides: Partial<HelmResult>): HelmResult => ({
  exitCode: 1,
  stdout: "",
  stderr: "",
  where: "helm at /usr/bin/helm",
  ended: "exit",
  ...overrides,
});
const failure = (stderr: string, counterpart: Counterpart = "cluster") =>
  helmFailure("upgrade of nats@test", counterpart, call, result({ stderr }));

describe("what helm 3.22 and 4.3 say of a cluster", () => {
  it.each<[ErrorCode, string]>([
    ["HELM_PENDING", "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress"],
    ["HELM_PENDING", "Error: INSTALLATION FAILED: cannot re-use a name that is still in use"],
    ["HELM_PENDING", "Error: cannot reuse a name that is still in use"],
    ["HELM_PENDING", "Error: UPGRADE FAILED: release: already exists"],
    ["KUBE_CONFIG", 'Error: Kubernetes cluster unreachable: context "nope" does not exist'],
    [
      "KUBE_UNREACHABLE",
      'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [
      "KUBE_UNREACHABLE",
      'Error: kubernetes cluster unreachable: Get "https://10.0.0.1/version": context deadline exceeded',
    ],
    ["KUBE_UNREACHABLE", "Error: UPGRADE FAILED: etcdserver: leader changed"],
    ["KUBE_UNREACHABLE", 'Error: UPGRADE FAILED: Get "https://10.0.0.1/api": net/http: TLS handshake timeout'],
    [
      "HELM_QUOTA",
      'Error: 1 error occurred:\n\t* configmaps "e-cm" is forbidden: exceeded quota: q, requested: count/configmaps=1',
    ],
    [
      "HELM_QUOTA",
      'Error: server-side apply failed for object a/e-cm /v1, Kind=ConfigMap: configmaps "e-cm" is forbidden: exceeded quota: q',
    ],
    [
      "HELM_POLICY_DENIED",
      'Error: UPGRADE FAILED: admission webhook "validate.kyverno.svc" denied the request: no root',
    ],
    [
      "HELM_POLICY_DENIED",
      'Error: UPGRADE FAILED: Internal error occurred: failed calling webhook "x.y": context deadline exceeded',
    ],
    ["HELM_POLICY_DENIED", 'Error: pods "web" is forbidden: violates PodSecurity "restricted:latest"'],
    [
      "KUBE_FORBIDDEN",
      'Error: query: failed to query with labels: secrets is forbidden: User "u" cannot list resource "secrets"',
    ],
    [
      "KUBE_FORBIDDEN",
      'Error: UPGRADE FAILED: pre-upgrade hooks failed: jobs.batch is forbidden: User "u" cannot create resource "jobs"',
    ],
    [
      "KUBE_FORBIDDEN",
      "Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
    ],
    ["KUBE_FORBIDDEN", "Error: You must be logged in to the server (Unauthorized)"],
    [
      "HELM_CONFLICT",
      'level=WARN msg="upgrade failed" name=f error="conflict"\nError: UPGRADE FAILED: conflict occurred while applying object a/f-cm /v1, Kind=ConfigMap: Apply failed with 1 conflict: conflict with "kubectl": .data.x',
    ],
    [
      "HELM_IMMUTABLE",
      'Error: UPGRADE FAILED: cannot patch "a" with kind Deployment: spec.selector: Invalid value: field is immutable',
    ],
    [
      "HELM_IMMUTABLE",
      'Error: UPGRADE FAILED: cannot patch "db": spec: Forbidden: updates to statefulset spec for fields other than',
    ],
    [
      "HELM_CRD_MISSING",
      'Error: UPGRADE FAILED: resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Nope" in version "a/v1"\nensure CRDs are installed first',
    ],
    [
      "HELM_TOO_LARGE",
      'Error: create: failed to create: Secret "sh.helm.release.v1.a.v1" is invalid: data: Too long: may not be more than 1048576 bytes',
    ],
    ["HELM_TOO_LARGE", "Error: create: failed to create: Request entity too large: limit is 3145728"],
    [
      "HELM_FOREIGN_OWNER",
      'Error: Unable to continue with install: ConfigMap "c" in namespace "a" exists and cannot be imported into the current release: invalid ownership metadata',
    ],
    ["HELM_RENDER_FAILED", "Error: UPGRADE FAILED: execution error at (app/templates/all.yaml:48:3): port must be set"],
    [
      "HELM_RENDER_FAILED",
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nweb:\n- at '/port': got string, want integer",
    ],
    ["CHART_NOT_FOUND", 'Error: path "/plan/charts/nats-7.8.3.tgz" not found'],
    ["CHART_NOT_FOUND", "Error: open /plan/values/nats.yml: no such file or directory"],
    ["CHART_INVALID", "Error: Chart.yaml file is missing"],
    ["CHART_INVALID", "Error: unable to detect chart at /c/Chart.yaml: open /c/Chart.yaml: no such file or directory"],
    ["HELM_RENDER_FAILED", "Error: YAML parse error on app/templates/a.yaml: error converting YAML to JSON"],
    ["HELM_RENDER_FAILED", 'Error: parse error at (app/templates/a.yaml:3): function "nope" not defined'],
    [
      "HELM_RENDER_FAILED",
      "Error: chart requires kubeVersion: >= 1.40.0 which is incompatible with Kubernetes v1.35.4",
    ],
    ["HELM_RENDER_FAILED", "Error: found in Chart.yaml, but missing in charts/ directory: redis"],
    [
      "HELM_HOOK_FAILED",
      "Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* job a-hook failed: BackoffLimitExceeded\n",
    ],
    [
      "HELM_HOOK_FAILED",
      "Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition",
    ],
    [
      "HELM_HOOK_FAILED",
      "Error: UPGRADE FAILED: pre-upgrade hooks failed: resource Job/a/a-hook not ready. status: Failed, message: Job Failed. failed: 1/1",
    ],
    ["HELM_HOOK_FAILED", "Error: 1 error occurred:\n\t* job hk-h failed: BackoffLimitExceeded"],
    ["HELM_HOOK_FAILED", "Error: INSTALLATION FAILED: failed pre-install: timed out waiting for the condition"],
    ["HELM_NOT_READY", "Error: UPGRADE FAILED: context deadline exceeded"],
    ["HELM_NOT_READY", "Error: UPGRADE FAILED: timed out waiting for the condition"],
    [
      "HELM_NOT_READY",
      "Error: UPGRADE FAILED: resource Deployment/hx-4/a not ready. status: InProgress, message: Pending termination: 1\ncontext deadline exceeded",
    ],
    ["HELM_NOT_READY", "Error: resource Job/hx-r/hk-h not ready. status: Failed, message: Job Failed. failed: 1/1"],
    ["HELM_FAILED", "Error: release has no 7 version"],
    ["HELM_FAILED", 'Error: UPGRADE FAILED: "a" has no deployed releases'],
    ["HELM_FAILED", 'Error: create: failed to create: namespaces "hx-none" not found'],
    ["HELM_FAILED", "Error: something nobody has seen"],
  ])("%s: %s", (code, stderr) => {
    expect(failure(stderr).code).toBe(code);
  });
});

describe("what helm says of registries and repositories", () => {
  it.each<[string, string]>([
    [
      "the credentials were not accepted",
      'Error: authenticating to "r:5057": GET "http://r:5057/v2/": response status code 401: unauthorized',
    ],
    [
      "the credentials were not accepted",
      'Error: failed to perform "FetchReference" on source: GET "http://r/v2/c/manifests/1": basic credential not found',
    ],
    ["the credentials were not accepted", "Error: failed to fetch http://r/index.yaml : 401 Unauthorized"],
    [
      "the server's certificate was not accepted",
      'Error: Get "https://r/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    [
      "the server's certificate was not accepted",
      'Error: Get "https://r/v2/": http: server gave HTTP response to HTTPS client',
    ],
    [
      "the server could not be reached",
      'Error: failed to perform "FetchReference" on source: Get "https://r/v2/": dial tcp 127.0.0.1:5056: connect: connection refused',
    ],
    ["the server could not be reached", 'Error: Get "https://r/index.yaml": dial tcp: lookup r: no such host'],
    ["the server could not be reached", "Error: failed to fetch https://r/index.yaml : 503 Service Unavailable"],
    [
      "there is no such chart or version",
      'Error: failed to perform "FetchReference" on source: r/c/web:9.9.9: not found',
    ],
    [
      "there is no such chart or version",
      'Error: GET "http://r/v2/c/tags/list": response status code 404: name unknown',
    ],
    [
      "there is no such chart or version",
      "Error: chart \"web\" matching 7.0.0 not found in sec index. (try 'helm repo update'): no chart version found for web-7.0.0",
    ],
  ])("%s: %s", (what, stderr) => {
    const error = failure(stderr, "registry");
    expect(error.code).toBe("HELM_FETCH_FAILED");
    expect(error.message).toContain(what);
  });

  it("has a code of its own for texts it does not know", () => {
    expect(failure("Error: huh", "registry")).toMatchObject({
      code: "HELM_FETCH_FAILED",
      message: "upgrade of nats@test failed: huh",
    });
  });

  it.each([
    ["Error: connect: connection refused", true],
    ["Error: 401 Unauthorized", undefined],
  ])("tells which may pass: %s", (stderr, transient) => {
    expect(failure(stderr, "registry").facts.transient).toBe(transient);
  });
});

describe("the message", () => {
  it("says what failed, why, and in helm's essential words", () => {
    const error = failure(
      'level=WARN msg="upgrade failed" name=a error="x"\nError: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* job a-hook failed: BackoffLimitExceeded\n\n',
    );
    expect(error.message).toMatchInlineSnapshot(
      `"upgrade of nats@test failed: a hook of the chart failed (pre-upgrade hooks failed: job a-hook failed: BackoffLimitExceeded)"`,
    );
    expect(error.hint).toMatchInlineSnapshot(
      `"Look at the logs of the hook's pod; disable_hooks: true leaves hooks out."`,
    );
    expect(error.facts).toMatchInlineSnapshot(`
      {
        "argv": [
          "upgrade",
          "--install",
          "nats",
        ],
        "exitCode": 1,
        "stderr": "level=WARN msg="upgrade failed" name=a error="x"
      Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:
      	* job a-hook failed: BackoffLimitExceeded",
        "where": "helm at /usr/bin/helm",
      }
    `);
  });

  it("joins several causes", () => {
    expect(failure("Error: 2 errors occurred:\n\t* one\n\t* two").message).toBe(
      "upgrade of nats@test failed: one; two",
    );
  });

  it("takes the last Error: line, not what was printed before it", () => {
    expect(failure("Error: early\nwarning: x\nError: late").message).toBe("upgrade of nats@test failed: late");
  });

  it("takes helm 4's log where no Error: line follows", () => {
    expect(failure('level=ERROR msg="plugin \\"x\\" broke" a=b').message).toContain('plugin \\"x\\" broke');
  });

  it.each([
    [{ exitCode: 137 }, "helm was killed by signal 9 without a word"],
    [
      { exitCode: 139, stderr: "fatal error: fault\n[signal SIGSEGV]" },
      "helm was killed by signal 11: [signal SIGSEGV]",
    ],
    [{ exitCode: 1 }, "helm exited with 1 without a word"],
    [{ exitCode: 2, stdout: "usage: helm" }, "helm exited with 2: usage: helm"],
  ])("has words for a helm that found none: %o", (overrides, text) => {
    expect(helmFailure("upgrade of nats@test", "cluster", call, result(overrides)).message).toBe(
      `upgrade of nats@test failed: ${text}`,
    );
  });

  it("stays short, and so do the facts", () => {
    const error = failure(`${"w".repeat(50_000)}\nError: ${"x".repeat(50_000)}`);
    expect(error.message.length).toBeLessThan(400);
    expect(String(error.facts.stderr).length).toBeLessThanOrEqual(4096);
  });

  it("shows no password of a URL", () => {
    const url = "https://user:s3cret@charts.example.com";
    const error = helmFailure(
      "pull",
      "registry",
      { ...call, argv: ["pull", `${url}/a.tgz`] },
      result({ stderr: `Error: GET ${url}/index.yaml: no` }),
    );
    expect(JSON.stringify([error.message, error.hint, error.facts])).not.toContain("s3cret");
  });

  it.each([
    ['core.PodTemplateSpec{Env:[]core.EnvVar{core.EnvVar{Name:"PW", Value:"s3cret"}}}', "core.PodTemplateSpec{…}"],
    ['{"spec":{"containers":[{"env":[{"name":"PW","value":"s3cret"}]}]}}', "{…}"],
  ])("shows no pod's specification that the API server quotes, but what is wrong with it: %s", (quoted, shown) => {
    const says = `cannot patch "once": Job.batch "once" is invalid: spec.template: Invalid value: ${quoted}: field is immutable`;
    const { message, facts } = failure(`Error: UPGRADE FAILED: ${says}`);
    expect(message.endsWith(`spec.template: Invalid value: ${shown}: field is immutable)`)).toBe(true);
    expect(JSON.stringify(facts)).not.toContain("s3cret");
  });
});

describe("an end that is no exit", () => {
  it.each([
    ["deadline", "HELM_DEADLINE", "upgrade of nats@test did not end within 240s; helm was stopped"],
    ["interrupted", "HELM_INTERRUPTED", "upgrade of nats@test was interrupted"],
  ] as const)("%s is %s", (ended, code, message) => {
    const error = helmFailure(
      "upgrade of nats@test",
      "cluster",
      call,
      result({ ended, stderr: "Error: context canceled" }),
      { record: 1 },
    );
    expect(error).toMatchObject({ code, message, facts: { record: 1, where: "helm at /usr/bin/helm" } });
  });
});
