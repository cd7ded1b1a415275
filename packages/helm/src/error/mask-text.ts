/**
 * Hides what may be secret in helm's texts: `https://user:password@host` becomes `https://***@host`, and an object that
 * the API server quotes because one field of it is wrong (a pod's whole specification, environment included) is left out.
 */
export function maskText(text: string): string {
  return text.replace(/\/\/[^/\s@]+@/g, "//***@").replace(/(Invalid value: [\w.]*)\{.*\}/g, "$1{…}");
}
