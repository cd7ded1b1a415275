/** `https://user:password@host` becomes `https://***@host`. */
export function maskUrlUser(text: string): string {
  return text.replace(/\/\/[^/\s@]+@/g, "//***@");
}
