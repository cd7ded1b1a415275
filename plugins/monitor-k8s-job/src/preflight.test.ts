import { HelmwatchError } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { answer, type FakeKube, fakeKube } from "../test/fake-kube.js";
import { given } from "../test/start-check.js";

/** A cluster that allows all but what matches `verb resource`. */
function denying(...denied: string[]): FakeKube {
  const kube = fakeKube();
  const { request } = kube;
  kube.request = async <T>(sent: Parameters<FakeKube["request"]>[0]): Promise<T> => {
    const { verb, resource, subresource } =
      (sent.body as { spec?: { resourceAttributes?: Record<string, string> } })?.spec?.resourceAttributes ?? {};
    const asked = `${verb} ${subresource ? `${resource}/${subresource}` : resource}`;
    return denied.includes(asked) ? ({ status: { allowed: false } } as T) : request<T>(sent);
  };
  return kube;
}

it("asks for each right in the Job's namespace, and has the Job checked without making it", async () => {
  const { kube, monitor, call } = given({ namespace: "checks" });
  expect(await monitor.preflight!(call())).toEqual([]);
  expect(kube.requests.filter((line) => /accessreview/.test(line))).toHaveLength(8);
  expect(kube.requests.at(-1)).toMatch(/^POST .*\/checks\/jobs\?dryRun=All&fieldValidation=Strict$/);
  expect(kube.created).toEqual([]);
});

it("names each right that is missing, and the rule to add", async () => {
  const { monitor, call } = given({}, denying("delete jobs", "get pods/log"));
  expect(await monitor.preflight!(call())).toMatchInlineSnapshot(`
    [
      {
        "code": "KUBE_FORBIDDEN",
        "hint": "add to a Role there: {apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete"]}; all that a k8s-job monitor needs is in the README of @helmwatch/monitor-k8s-job",
        "message": "may not delete jobs in namespace "shop"",
        "severity": "error",
      },
      {
        "code": "KUBE_FORBIDDEN",
        "hint": "add to a Role there: {apiGroups: [""], resources: ["pods/log"], verbs: ["get"]}; all that a k8s-job monitor needs is in the README of @helmwatch/monitor-k8s-job",
        "message": "may not get pods/log in namespace "shop"",
        "severity": "error",
      },
    ]
  `);
});

it("finds what the API server does not like about the Job", async () => {
  const { kube, monitor, call } = given();
  kube.refuse(/dryRun/, answer(400, "BadRequest", 'unknown field "spec.template.spec.contaners"'));
  expect(await monitor.preflight!(call())).toEqual([
    {
      code: "CONFIG_INVALID",
      severity: "error",
      message: 'the cluster does not take the Job: unknown field "spec.template.spec.contaners"',
    },
  ]);
});

it("a namespace that comes with the release is no finding", async () => {
  const { kube, monitor, call } = given();
  kube.refuse(/dryRun/, new HelmwatchError("KUBE_REQUEST_FAILED", "no namespace", { facts: { status: 404 } }));
  expect(await monitor.preflight!(call())).toEqual([]);
});

it("without a namespace nothing can be asked yet", async () => {
  const { kube, monitor, call } = given();
  expect(await monitor.preflight!(call({ releases: [] }))).toEqual([]);
  expect(kube.requests).toEqual([]);
});
