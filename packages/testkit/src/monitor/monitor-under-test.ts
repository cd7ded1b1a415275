import type { KubeAccess, MonitorType } from "@helmwatch/core/plugin";
import type { Script } from "../fault-server.js";
import type { Fault } from "./faults.js";

/** A monitor type, and the backend that it is tested with: a real server on loopback that answers as the suite says. */
export interface MonitorUnderTest {
  // biome-ignore lint/suspicious/noExplicitAny: each type has options of its own, checked by its own schema
  readonly type: MonitorType<any>;
  /**
   * What a user would write for a backend at `url` (`http://127.0.0.1:PORT`). A type that takes a password or a token
   * takes `secret` for it.
   */
  options(backend: { readonly url: string; readonly secret: string }): unknown;
  /** How a backend answers that is well: each check of it is good. */
  good(): Script;
  /** Faults that do not concern the type, each with the reason. */
  readonly unconcerned?: Partial<Readonly<Record<Fault, string>>>;
  /** For a type that needs Kubernetes: an access whose API server is at `url`. */
  kube?(url: string): KubeAccess;
  /** Where the plugin's module is, to see what importing it does: `import.meta.resolve("./my-plugin.js")`. */
  readonly module?: string;
}
