import type { SelectedRelease } from "../plan/plan.js";
import { releaseData } from "./release-data.js";
import type { ValuesEngine } from "./values-engine.js";

/** Names that Go writes otherwise than by capitals alone; helmwave's own for some. */
const goNames: Readonly<Record<string, string>> = {
  disable_open_api_validation: "DisableOpenAPIValidation",
  enable_dns: "EnableDNS",
  skip_crds: "SkipCRDs",
  atomic: "RollbackOnFailure",
  force: "ForceReplace",
  wait: "WaitStrategy",
  repo_url: "RepoURL",
  insecure: "InsecureSkipTLSVerify",
  plain_http: "PlainHTTP",
  pass_credentials: "PassCredentialsAll",
};

/** `.Release`: what the file says of a release, in helmwave's names. What these have of maps of the user's stays as it is. */
export function releaseFields(release: SelectedRelease, { fields }: Pick<ValuesEngine, "fields">): unknown {
  const named = (data: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(data).map(([key, value]) => [goNames[key] ?? pascal(key), value]));
  const all = (list: readonly Readonly<Record<string, unknown>>[]) => list.map((item) => fields(named(item)));
  const { chart, values, depends_on, monitors, ...data } = releaseData(release) as ReleaseShape;
  return fields({
    ...named(data),
    Uniq: release.uniqname,
    KubeContext: release.context ?? "",
    Chart: fields(named(chart)),
    Values: values.map((item, index) => (release.values[index]?.kind === "file" ? fields(named(item)) : item)),
    DependsOn: all(depends_on),
    Monitors: all(monitors),
    HelmWait: release.wait !== "hookOnly",
    HooksDisabled: release.disableHooks,
  });
}

type Item = Readonly<Record<string, unknown>>;
interface ReleaseShape extends Item {
  readonly chart: Item;
  readonly values: readonly Item[];
  readonly depends_on: readonly Item[];
  readonly monitors: readonly Item[];
}

function pascal(key: string): string {
  return key.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}
