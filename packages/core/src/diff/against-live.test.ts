import { expect, it } from "vitest";
import { stringify } from "yaml";
import { againstLive } from "./against-live.js";
import { diffObjects } from "./diff-objects.js";
import { splitManifest } from "./split-manifest.js";

type Data = Record<string, unknown>;

const object = (more: Data, metadata: Data = {}): Data => ({
  apiVersion: "v1",
  kind: "Thing",
  metadata: { name: "a", ...metadata },
  ...more,
});

/** What differs of one object, as `before → after` lines that are on one side alone. */
async function told(live: Data | undefined, recorded: Data | undefined, planned: Data | undefined) {
  const parse = (data: Data | undefined) => (data ? splitManifest(stringify(data), "shop") : []);
  const { before, after } = await againstLive(parse(recorded), parse(planned), async () => live);
  const changes = diffObjects(before, after, { showSecrets: false, suppress: [], findRenames: 0 });
  return changes.flatMap(({ change, before, after }) => {
    const [left, right] = [before.split("\n"), after.split("\n")];
    const only = [
      ...left.filter((line) => !right.includes(line)).map((line) => `- ${line.trim()}`),
      ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line.trim()}`),
    ];
    return change === "changed" ? only : [change];
  });
}

const container = (name: string, image: string, more: Data = {}) => ({ name, image, ...more });
const pod = (...containers: Data[]) => object({ spec: { containers } });

it.each<[claim: string, live: Data | undefined, recorded: Data | undefined, planned: Data | undefined, string[]]>([
  [
    "what the API server and helm wrote is no difference",
    object(
      { spec: { a: 1, default: true }, status: { ready: 1 } },
      {
        ...{
          uid: "u",
          resourceVersion: "5",
          generation: 2,
          creationTimestamp: "t",
          managedFields: [],
          namespace: "shop",
        },
        ...{ annotations: { "meta.helm.sh/release-name": "a", "meta.helm.sh/release-namespace": "shop" } },
      },
    ),
    object({ spec: { a: 1 } }),
    object({ spec: { a: 1 } }),
    [],
  ],
  [
    "a field that somebody changed comes back",
    object({ spec: { replicas: 5 } }),
    object({ spec: { replicas: 2 } }),
    object({ spec: { replicas: 2 } }),
    ["- replicas: 5", "+ replicas: 2"],
  ],
  [
    "a field that somebody else added stays",
    object({ spec: { a: 1 } }, { annotations: { mine: "x" } }),
    object({ spec: { a: 1 } }),
    object({ spec: { a: 2 } }),
    ["- a: 1", "+ a: 2"],
  ],
  [
    "a field that the plan has no longer goes",
    object({ spec: { a: 1, b: 2 } }),
    object({ spec: { a: 1, b: 2 } }),
    object({ spec: { a: 1 } }),
    ["- b: 2"],
  ],
  [
    "containers are the same by name, wherever they stand",
    pod(container("injected", "mesh"), container("app", "one", { terminationMessagePath: "/x" })),
    pod(container("app", "one"), container("old", "x")),
    pod(container("app", "two"), container("new", "y")),
    ["- image: one", "+ image: two", "+ - name: new", "+ image: y"],
  ],
  [
    "a list of one length is compared item by item",
    object({ args: ["a", "b"] }),
    object({}),
    object({ args: ["a", "c"] }),
    ["- - b", "+ - c"],
  ],
  [
    "a list of another length is replaced",
    object({ args: ["a"] }),
    object({}),
    object({ args: ["a", "c"] }),
    ["+ - c"],
  ],
  [
    "amounts are compared as amounts, other texts as texts",
    object({ resources: { limits: { cpu: "1", memory: "1Gi" } }, data: { v: "1" } }),
    object({}),
    object({ resources: { limits: { cpu: "1000m", memory: "1024Mi" } }, data: { v: "1.0" } }),
    ['- v: "1"', '+ v: "1.0"'],
  ],
  ["an object that somebody removed comes back", undefined, object({}), object({}), ["added"]],
  ["an object that the plan has no longer goes", object({}), object({}), undefined, ["removed"]],
  ["an object that is gone and not planned is nothing", undefined, object({}), undefined, []],
  [
    "the texts of a Secret are its data",
    { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, data: { p: "c2VjcmV0" } },
    undefined,
    { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, stringData: { p: "secret" } },
    [],
  ],
  [
    "a hook is compared with what is recorded of it",
    undefined,
    object({ a: 1 }, { annotations: { "helm.sh/hook": "pre-install" } }),
    object({ a: 1 }, { annotations: { "helm.sh/hook": "pre-install" } }),
    [],
  ],
])("%s", async (_, live, recorded, planned, expected) => {
  expect(await told(live, recorded, planned)).toEqual(expected);
});
