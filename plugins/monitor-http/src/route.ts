/** What `fetch` takes as its `dispatcher`; @types/node describes the one of undici 6. */
export type FetchDispatcher = NonNullable<RequestInit["dispatcher"]>;

/** What `fetch` itself does not do with a request. */
export interface Detour {
  /** The Host header to send; it is the name asked for in TLS, too. */
  readonly virtualHost?: string | undefined;
  /** Where to connect, whatever the URL says. */
  readonly origin?: string | undefined;
}

export interface Route {
  /** Undefined where `fetch` can do it alone. */
  dispatcher(detour: Detour): Promise<FetchDispatcher | undefined>;
  dispose(): Promise<void>;
}

/**
 * The way of requests that need more than `fetch` offers: no verification of certificates, another Host. Made at the
 * first use: undici is slow to load. It goes through the proxies of the environment, as the host's own fetch does; a
 * proxy's certificate is verified.
 */
export function route(insecure: boolean): Route {
  let made: ReturnType<typeof make> | undefined;
  const make = async () => {
    const { EnvHttpProxyAgent } = await import("undici");
    const tls = { rejectUnauthorized: !insecure };
    return new EnvHttpProxyAgent({ connect: tls, requestTls: tls });
  };
  return {
    async dispatcher({ virtualHost, origin }) {
      if (!insecure && !virtualHost && !origin) return undefined;
      made ??= make();
      const detoured = (await made).compose((dispatch) => (request, handler) => {
        // Of the shapes that undici takes, fetch uses a plain object.
        const headers = {
          ...(request.headers as Record<string, string>),
          ...(virtualHost ? { host: virtualHost } : {}),
        };
        return dispatch({ ...request, ...(origin ? { origin } : {}), headers }, handler);
      });
      return detoured as unknown as FetchDispatcher;
    },
    dispose: async () => (await made)?.destroy(),
  };
}
