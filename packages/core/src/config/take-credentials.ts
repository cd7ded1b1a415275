export interface BareAddress {
  readonly address: string;
  readonly username?: string;
  readonly password?: string;
}

/**
 * `git+https://user:password@host/…` → the address without them, so that it can be shown and saved. The user of an ssh
 * address stays: it is no secret, and no repository is found without it.
 */
export function takeCredentials(address: string): BareAddress {
  const [, scheme, info, rest] = /^([a-z+]+:\/\/)([^/?#@]*)@(.*)$/is.exec(address) ?? [];
  if (scheme === undefined || info === undefined || rest === undefined) return { address };
  const colon = info.indexOf(":");
  const user = colon < 0 ? info : info.slice(0, colon);
  const password = colon < 0 ? "" : plain(info.slice(colon + 1));
  if (/ssh:/i.test(scheme)) return { address: `${scheme}${user}@${rest}`, ...(password === "" ? {} : { password }) };
  return { address: `${scheme}${rest}`, username: plain(user), password };
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign: it means itself.
  }
}
