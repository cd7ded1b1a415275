export interface ReleaseIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly context?: string;
}

const nameRule = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const contextRule = /^[a-z0-9]([-_.:/a-z0-9]*[a-z0-9])?$/;

/** `name@namespace[@context]`: what tells releases apart. */
export function uniqname({ name, namespace, context }: ReleaseIdentity): string {
  return context ? `${name}@${namespace}@${context}` : `${name}@${namespace}`;
}

/** Completes `db` or `db@ns` with the namespace and context of the release that refers to it. */
export function completeUniqname(reference: string, from: ReleaseIdentity): string {
  const [name = "", namespace, ...context] = reference.split("@");
  const rest = context.length > 0 ? context.join("@") : from.context;
  return uniqname({ name, namespace: namespace ?? from.namespace, ...(rest === undefined ? {} : { context: rest }) });
}

/** Which part breaks the rules, and how; undefined for a good one. */
export function identityProblem(id: ReleaseIdentity): { part: keyof ReleaseIdentity; message: string } | undefined {
  const rule = "lowercase letters, digits and dashes, first and last a letter or digit";
  if (!nameRule.test(id.name)) return { part: "name", message: `invalid release name "${id.name}": expected ${rule}` };
  if (id.name.length > 53)
    return { part: "name", message: `release name "${id.name}" has ${id.name.length} characters, helm allows 53` };
  if (!nameRule.test(id.namespace))
    return { part: "namespace", message: `invalid namespace "${id.namespace}": expected ${rule}` };
  if (id.namespace.length > 63)
    return {
      part: "namespace",
      message: `namespace "${id.namespace}" has ${id.namespace.length} characters, 63 are allowed`,
    };
  if (id.context !== undefined && id.context !== "" && !contextRule.test(id.context))
    return { part: "context", message: `invalid context "${id.context}": expected ${rule}; also _ . : / within` };
  return undefined;
}

export function parseUniqname(text: string): ReleaseIdentity {
  const [name = "", namespace = "", ...context] = text.split("@");
  return { name, namespace, ...(context.length > 0 ? { context: context.join("@") } : {}) };
}
