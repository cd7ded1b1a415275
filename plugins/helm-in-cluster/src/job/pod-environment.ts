/** Of the user's environment only how helm stores releases and how fast it may ask: everything else is this machine's. */
const kept = /^HELM_(DRIVER|QPS|BURST_LIMIT)$/;
const home = "/helmwatch/work";

export function podEnvironment(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name))),
    HOME: home,
    TMPDIR: `${home}/tmp`,
    HELM_DATA_HOME: `${home}/data`,
    HELM_CONFIG_HOME: `${home}/config`,
    HELM_CACHE_HOME: `${home}/cache`,
    HELM_NO_PLUGINS: "1",
    NO_COLOR: "1",
  };
}
