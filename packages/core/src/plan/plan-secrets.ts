import type { Config } from "../config/config.js";
import { isDataMap, valueAt, withValueAt } from "../config/data-path.js";
import { isSecretKey } from "../config/finding.js";
import type { Path } from "../config/source-map.js";
import { HelmwatchError } from "../plugin/index.js";
import type { Plan } from "./plan.js";

/** `https://user:password@host` */
const urlWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@]*:[^/?#@]*@/i;

/**
 * Takes what looks secret out of the options of monitors and of the helm backend, the only free data of a plan, and
 * says where it stood.
 */
export function takeSecrets<P extends Pick<Plan, "monitors" | "helm">>(plan: P): { plan: P; secrets: readonly Path[] } {
  const secrets: Path[] = [
    ...plan.monitors.flatMap(({ options }, index) => secretsIn(options, ["monitors", index, "options"])),
    ...secretsIn(plan.helm.options, ["helm", "options"]),
  ];
  const owned = new WeakSet<object>();
  const cleaned = secrets.reduce<unknown>((data, path) => withValueAt(data, path, null, owned), plan);
  return { plan: cleaned as P, secrets };
}

function secretsIn(value: unknown, path: Path): Path[] {
  if (typeof value === "string") return urlWithPassword.test(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((inner, index) => secretsIn(inner, [...path, index]));
  if (!isDataMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isSecret = isSecretKey(key) && inner !== null && typeof inner !== "boolean";
    return isSecret ? [[...path, key]] : secretsIn(inner, [...path, key]);
  });
}

/** Puts secrets back from the config file. Throws PLAN_SECRET_MISSING, naming all that are not there. */
export function fillSecrets(plan: Plan, secrets: readonly Path[], config: Config | undefined): Plan {
  const missing: string[] = [];
  const owned = new WeakSet<object>();
  let filled: unknown = plan;
  for (const path of secrets) {
    const { value, place } = secretOf(plan, path, config);
    if (value === undefined || value === null) missing.push(place);
    else filled = withValueAt(filled, path, value, owned);
  }
  if (missing.length > 0)
    throw new HelmwatchError(
      "PLAN_SECRET_MISSING",
      `the plan holds no secrets, and the config file lacks: ${missing.join(", ")}`,
      {
        hint: "keep the config file that the plan was built from at hand",
      },
    );
  return filled as Plan;
}

function secretOf(plan: Plan, path: Path, config: Config | undefined): { value: unknown; place: string } {
  if (path[0] !== "monitors") return { value: valueAt(config, path), place: ["helm", ...path.slice(2)].join(".") };
  const { name, type } = plan.monitors[path[1] as number]!;
  const monitor = config?.monitors.find((one) => one.name === name);
  return { value: valueAt(monitor, path.slice(2)), place: `monitor "${name}" ${[type, ...path.slice(3)].join(".")}` };
}
