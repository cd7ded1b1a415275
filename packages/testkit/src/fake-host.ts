import { type FakeClock, fakeClock } from "@helmwatch/core";
import type { Facts, Host, KubeAccess, Logger } from "@helmwatch/core/plugin";

export interface FakeHost extends Host {
  readonly clock: FakeClock;
  /** What the plugin logged, in order. */
  readonly logged: readonly { readonly level: keyof Logger; readonly message: string; readonly fields: Facts }[];
  /** What the plugin registered as secret. */
  readonly secrets: ReadonlySet<string>;
}

/** A host that records what a plugin does with it; time stands still until `clock.advance`. */
export function fakeHost(options: { fetch?: typeof globalThis.fetch; kube?: KubeAccess } = {}): FakeHost {
  const logged: { level: keyof Logger; message: string; fields: Facts }[] = [];
  const secrets = new Set<string>();
  const level = (level: keyof Logger) => (fields: Facts, message: string) =>
    void logged.push({ level, message, fields });
  return {
    clock: fakeClock(),
    logged,
    secrets,
    log: { debug: level("debug"), info: level("info"), warn: level("warn"), error: level("error") },
    fetch: options.fetch ?? globalThis.fetch,
    ...(options.kube ? { kube: options.kube } : {}),
    secret: (value) => {
      secrets.add(value);
      return value;
    },
  };
}
