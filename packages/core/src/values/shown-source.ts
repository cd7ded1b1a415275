const address = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether values come from an address rather than from a file. */
export function isAddress(src: string): boolean {
  return address.test(src);
}

/** A source of values for people and plans: an address without user, password and query, which may hold secrets. */
export function shownSource(src: string): string {
  if (!isAddress(src)) return src;
  if (!URL.canParse(src)) return `${src.slice(0, src.indexOf("://"))}://…`;
  const url = new URL(src);
  return `${url.protocol}//${url.host}${url.pathname}${url.search === "" ? "" : "?…"}`;
}
