/** Where this machine has a proxy, keeps us and the programs we start from asking it for a cluster's API server. */
export function bypassProxy(address: string): void {
  const { env } = process;
  const excepted = [env.NO_PROXY ?? env.no_proxy, address].filter(Boolean).join(",");
  Object.assign(env, { NO_PROXY: excepted, no_proxy: excepted });
}
