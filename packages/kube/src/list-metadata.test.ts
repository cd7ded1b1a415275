import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { failure } from "../test/failure.js";
import { listMetadata } from "./list-metadata.js";

const { signal } = new AbortController();
const expired = () => new HelmwatchError("KUBE_REQUEST_FAILED", "expired", { facts: { status: 410 } });
const page = (names: string[], next?: string) => ({
  kind: "PartialObjectMetadataList",
  metadata: { resourceVersion: "9", ...(next === undefined ? {} : { continue: next }) },
  items: names.map((name) => ({ metadata: { name } })),
});

/** Answers in order, recording what is asked; an Error is thrown. */
function answering(...answers: unknown[]) {
  const asked: { path: string; headers: unknown }[] = [];
  const request: KubeAccess["request"] = async <T>({ path, headers }: { path: string; headers?: unknown }) => {
    asked.push({ path, headers });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
  return { asked, request };
}

it("asks for metadata only, by selectors, and gives what releases are read from", async () => {
  const metadata = {
    name: "sh.helm.release.v1.web.v3",
    namespace: "shop",
    labels: { owner: "helm" },
    annotations: { a: "b" },
    creationTimestamp: "2026-01-01T00:00:00Z",
    resourceVersion: "7",
  };
  const kube = answering({
    items: [{ metadata: { ...metadata, uid: "u", managedFields: [] } }, { metadata: { name: "bare" } }],
  });
  const options = { labelSelector: "owner=helm,x in (a,b)", fieldSelector: "type=helm.sh/release.v1", signal };
  expect(await listMetadata(kube, "/api/v1/secrets", options)).toEqual([
    metadata,
    { name: "bare", namespace: undefined, labels: {}, annotations: {}, creationTimestamp: "", resourceVersion: "" },
  ]);
  expect(kube.asked).toEqual([
    {
      path: "/api/v1/secrets?limit=500&labelSelector=owner%3Dhelm%2Cx+in+%28a%2Cb%29&fieldSelector=type%3Dhelm.sh%2Frelease.v1",
      headers: { accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json" },
    },
  ]);
});

it.each<[claim: string, answers: unknown[], names: string[], asked: string[]]>([
  ["a list in one page", [page(["a", "b"])], ["a", "b"], ["limit=500"]],
  [
    "several pages",
    [page(["a"], "n/1="), page(["b"], "n2"), page(["c"], "")],
    ["a", "b", "c"],
    ["limit=500", "limit=500&continue=n%2F1%3D", "limit=500&continue=n2"],
  ],
  ["no items, which Go writes as null", [{ metadata: {}, items: null }], [], ["limit=500"]],
  [
    "a list that expired between two pages, begun again",
    [page(["a"], "n1"), expired(), page(["a2"], "n2"), page(["b2"])],
    ["a2", "b2"],
    ["limit=500", "limit=500&continue=n1", "limit=500", "limit=500&continue=n2"],
  ],
])("reads %s", async (_, answers, names, asked) => {
  const kube = answering(...answers);
  expect((await listMetadata(kube, "/x", { signal })).map(({ name }) => name)).toEqual(names);
  expect(kube.asked.map(({ path }) => path.replace("/x?", ""))).toEqual(asked);
});

it.each<[claim: string, answers: unknown[], expected: object]>([
  [
    "a list that expires twice",
    [page(["a"], "n1"), expired(), page(["a"], "n2"), expired()],
    { facts: { status: 410 } },
  ],
  [
    "an answer that is no list",
    [{ kind: "Status" }],
    { code: "KUBE_BAD_ANSWER", message: "the answer to GET /x is not a list" },
  ],
  ["an empty answer", [undefined], { code: "KUBE_BAD_ANSWER" }],
  ["what the request is rejected with", [new Error("stop")], { message: "stop" }],
])("rejects with %s", async (_, answers, expected) => {
  const error = await failure(listMetadata(answering(...answers), "/x", { signal }));
  expect(error).toMatchObject(expected);
});
