import type { KubeAccess } from "@helmwatch/core/plugin";
import { hookQuery, listPods } from "../evidence/list-pods.js";
import { logTail } from "../evidence/log-tail.js";
import { type PodFacts, podFacts } from "../evidence/pod-facts.js";
import type { TestHook } from "./chosen-tests.js";

export interface TestTraces {
  readonly pods: readonly PodFacts[];
  /** By `pod/container`. */
  readonly logs: Readonly<Record<string, string>>;
}

const limit = { lines: 1000, bytes: 64 * 1024 };

/** What tests left in the cluster: their pods and the ends of their logs; less where something cannot be read. */
export async function testTraces(
  kube: KubeAccess,
  namespace: string,
  tests: readonly TestHook[],
  signal: AbortSignal,
): Promise<TestTraces> {
  const ran = tests.filter(({ phase }) => phase !== "");
  const found = await Promise.all(
    ran.map((test) => listPods(kube, namespace, hookQuery(test), signal).catch(() => [])),
  );
  const pods = found.flat().map(podFacts);
  const logs = await Promise.all(
    pods.flatMap(({ name, containers }) =>
      containers.map(async (container) => {
        const text = await logTail(kube, namespace, name, container, signal, limit).catch(() => "");
        return [`${name}/${container.name}`, text] as const;
      }),
    ),
  );
  return { pods, logs: Object.fromEntries(logs.filter(([, text]) => text !== "")) };
}
