const secretName =
  /auth|cookie|token|secret|passw|credential|session|signature|(?:api|access|private)[-_]?key|^(?:key|code|sig)$/i;

/** Whether a header or a query parameter of this name holds what must not be shown. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** An address for people: without credentials, with the values of secret-like query parameters masked. */
export function conceal(address: URL): string {
  const shown = new URL(address);
  shown.username = "";
  shown.password = "";
  for (const name of new Set(shown.searchParams.keys())) if (isSecretName(name)) shown.searchParams.set(name, "***");
  return shown.href;
}
