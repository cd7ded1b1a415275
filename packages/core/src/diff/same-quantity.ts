/** Maps whose values are amounts: the API server writes `1000m` as `1`. */
const amounts = ["limits", "requests", "capacity", "hard", "sizeLimit", "storage"];
const units: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/**
 * Whether two values of an object are one amount, written differently.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function sameQuantity(a: unknown, b: unknown, path: readonly string[]): boolean {
  if (!path.some((step) => amounts.includes(step))) return false;
  const left = quantity(a);
  return left !== undefined && left === quantity(b);
}

function quantity(value: unknown): number | undefined {
  const [, digits, exponent, unit] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(e[+-]?\d+)|(|[numkMGTPE]|[KMGTPE]i))$/i.exec(String(value)) ?? [];
  if (digits === undefined) return undefined;
  const factor = units[unit ?? ""];
  return factor === undefined ? undefined : Number(digits + (exponent ?? "")) * factor;
}
