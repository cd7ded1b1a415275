/** How git reaches a repository over https; nothing of it is ever an argument. Paths are absolute. */
export interface GitAccess {
  readonly username?: string;
  readonly password?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly insecure?: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Of the user's `GIT_*` only what says how to reach a server: in a hook of git, others name the repository of the hook. */
const kept =
  /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_COMMAND|ASKPASS|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/;

/**
 * The user's environment for a git that asks nobody, and speaks only the transports that helmwatch knows. Settings and
 * credentials are given as variables (git 2.31 and newer), which other users of the machine cannot see.
 * Source: https://git-scm.com/docs/git-config#ENVIRONMENT
 */
export function gitEnvironment(env: Variables, url: string, access: GitAccess): Readonly<Record<string, string>> {
  const passed: Record<string, string> = { GIT_ASKPASS: "" };
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && (!name.startsWith("GIT_") || kept.test(name))) passed[name] = value;
  return {
    ...passed,
    ...settingVariables([...userSettings(env), ...ownSettings(url, access)]),
    ...tlsVariables(access),
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: "https:http:ssh:file",
    SSH_ASKPASS_REQUIRE: "never",
    LC_ALL: "C",
  };
}

type Setting = readonly [key: string, value: string];

/** Those that the user, or a CI system, gives in the same way. */
function userSettings(env: Variables): Setting[] {
  const count = Number(env.GIT_CONFIG_COUNT ?? 0) || 0;
  return Array.from({ length: count }, (_, at) => [
    env[`GIT_CONFIG_KEY_${at}`] ?? "",
    env[`GIT_CONFIG_VALUE_${at}`] ?? "",
  ]);
}

function ownSettings(url: string, { username, password = "" }: GitAccess): Setting[] {
  // What is checked out has a digest, which must be the same on every machine.
  const settings: Setting[] = [
    ["core.autocrlf", "false"],
    ["core.hooksPath", "/dev/null"],
  ];
  if (username !== undefined) {
    const basic = Buffer.from(`${username}:${password}`).toString("base64");
    settings.push([`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${basic}`]);
  }
  return settings;
}

/** These win over settings, and over the same variables of the user. */
function tlsVariables({ caFile, certFile, keyFile, insecure = false }: GitAccess): Record<string, string> {
  return {
    ...(caFile === undefined ? {} : { GIT_SSL_CAINFO: caFile }),
    ...(certFile === undefined ? {} : { GIT_SSL_CERT: certFile }),
    ...(keyFile === undefined ? {} : { GIT_SSL_KEY: keyFile }),
    ...(insecure ? { GIT_SSL_NO_VERIFY: "true" } : {}),
  };
}

function settingVariables(settings: readonly Setting[]): Record<string, string> {
  const entries = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(entries) };
}
