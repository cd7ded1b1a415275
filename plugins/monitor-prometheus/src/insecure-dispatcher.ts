/** What `fetch` takes as its `dispatcher`; @types/node describes the one of undici 6. */
export type FetchDispatcher = NonNullable<RequestInit["dispatcher"]>;

/**
 * A way for requests without verification of certificates, made at the first use: undici is slow to load. It goes
 * through the proxies of the environment, as the host's own fetch does; a proxy's certificate is verified.
 */
export function insecureDispatcher(): { get(): Promise<FetchDispatcher>; dispose(): Promise<void> } {
  let made: Promise<FetchDispatcher> | undefined;
  const make = async () => {
    const { EnvHttpProxyAgent } = await import("undici");
    const tls = { rejectUnauthorized: false };
    return new EnvHttpProxyAgent({ connect: tls, requestTls: tls }) as unknown as FetchDispatcher;
  };
  return {
    get: () => {
      made ??= make();
      return made;
    },
    dispose: async () => (await made)?.destroy(),
  };
}
