import { type Diagnostic, HelmwatchError } from "@helmwatch/core/plugin";
import { type Artefact, loadArtefact, type Renderer } from "./artefact.js";
import { encodeData, encodeYaml } from "./encode-data.js";
import { callGo, type GoInstance, startGo } from "./go-runtime.js";
import { type Delimiters, defaultDelimiters } from "./has-delimiters.js";
import { type ExecResult, type TemplateHost, type TemplatePlan, timeZoneOf } from "./host.js";
import { catchThrown, failureOf, notStarted } from "./port.js";
import { crash, type Failure, templateError } from "./template-error.js";

export interface TemplateRequest {
  /** What errors call it: the file's path as the user wrote it. */
  readonly name: string;
  /** Tells apart templates of one name, e.g. one file rendered for two releases; the name by default. */
  readonly id?: string;
  readonly text: string;
  readonly renderer: Renderer;
  /** `{{ }}` by default. The caller knows where helmwave has others: see `gomplateValuesDelimiters`. */
  readonly delimiters?: Delimiters;
  /** JSON, big ints, and `fields`. */
  readonly data: unknown;
  readonly plan?: TemplatePlan;
}

export interface Templates {
  /**
   * The result, or a HelmwatchError with a TEMPLATE_ code and the place in its facts (see `templateDiagnostics`). May be
   * called from a plan's functions while another template renders; one that asks for itself is TEMPLATE_CYCLE.
   */
  render(request: TemplateRequest): string;
  /** Names of all functions of a renderer, sorted; without the ones built into Go's language. */
  functions(renderer: Renderer): readonly string[];
}

/** The ports as Go gets them: what they throw is a message and a number. */
interface Facade {
  readonly environment: readonly (readonly [string, string])[];
  readonly timeZone: string;
  exec(...args: never[]): unknown;
  warn(message: string): void;
  /** Set by Go. */
  render?(request: object): unknown;
  /** Set by Go. */
  names?(): string;
}

interface Answer extends Failure {
  readonly text?: string;
  /** Which of the errors that ports threw ended the template; -1 for none. */
  readonly thrown: number;
}

/** Loads the renderers that will be needed. Costs are in README.md; files without delimiters need none of it. */
export async function openTemplates(host: TemplateHost, renderers: readonly Renderer[]): Promise<Templates> {
  const artefacts = new Map(
    await Promise.all(renderers.map(async (renderer) => [renderer, await loadArtefact(renderer)] as const)),
  );
  const instances = new Map<Renderer, GoInstance<Facade>>();
  const active: TemplateRequest[] = [];
  const environment = Object.entries(host.environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );

  const instanceOf = (renderer: Renderer): GoInstance<Facade> => {
    const running = instances.get(renderer);
    if (running && running.dead === undefined) return running;
    const instance = startGo(opened(artefacts, renderer), host, facade());
    instances.set(renderer, instance);
    return instance;
  };

  const thrown: unknown[] = [];
  const facade = (): Facade => ({
    environment,
    timeZone: timeZoneOf(host),
    exec: catchThrown(thrown, (command: string, args: readonly string[], stdin: string) => {
      const { stdout, stderr, ...end } = run(host, command, args, stdin);
      return { failure: failureOf(end), stdout, stderr };
    }),
    warn: (message) => warned.at(-1)?.add(message),
  });
  const warned: Set<string>[] = [];

  const evaluate = (request: TemplateRequest): string => {
    const { name, text, renderer, delimiters = defaultDelimiters, data, plan } = request;
    const before = thrown.length;
    const encoded = encodeData(data);
    const instance = instanceOf(renderer);
    const answer = callGo(instance, (go) =>
      go.render?.({
        text,
        ...delimiters,
        data: encoded,
        plan: plan && {
          getValues: catchThrown(thrown, (file: string, release?: string) => plan.getValues(file, release)),
          getPlan: catchThrown(thrown, () => encodeYaml(plan.getPlan())),
          getManifests: catchThrown(thrown, (release: string) => plan.getManifests(release)),
          getTags: catchThrown(thrown, () => plan.getTags()),
        },
      }),
    ) as Answer | undefined;
    const errors = thrown.splice(before);
    if (answer === undefined) throw crash(name, instance.dead ?? "", errors.at(-1));
    if (answer.text !== undefined) return answer.text;
    throw templateError(request, answer, errors[answer.thrown - before]);
  };

  return {
    render(request) {
      const cycle = active.findIndex((one) => idOf(one) === idOf(request));
      if (cycle >= 0) throw cycleError([...active.slice(cycle), request].map(idOf));
      active.push(request);
      warned.push(new Set());
      try {
        return evaluate(request);
      } finally {
        active.pop();
        for (const message of warned.pop() ?? []) host.warn(warning(request.name, message));
      }
    },
    functions: (renderer) => callGo(instanceOf(renderer), (go) => go.names?.())?.split("\n") ?? [],
  };
}

function opened(artefacts: ReadonlyMap<Renderer, Artefact>, renderer: Renderer): Artefact {
  const artefact = artefacts.get(renderer);
  if (!artefact) throw new HelmwatchError("BUG", `the renderer "${renderer}" was not opened`);
  return artefact;
}

function run(host: TemplateHost, command: string, args: readonly string[], stdin: string): ExecResult {
  try {
    return host.exec(command, args, stdin);
  } catch (error) {
    throw notStarted(command, error);
  }
}

const idOf = ({ id, name }: TemplateRequest) => id ?? name;

function cycleError(ids: readonly string[]): HelmwatchError {
  return new HelmwatchError("TEMPLATE_CYCLE", `templates ask for each other's values in a circle: ${ids.join(" → ")}`, {
    hint: "move what they share into a file that asks for nothing",
    facts: { cycle: ids },
  });
}

function warning(file: string, message: string): Diagnostic {
  return { code: "TEMPLATE_DEPRECATED", severity: "warning", message, file };
}
