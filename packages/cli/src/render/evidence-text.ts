import type { Facts } from "@helmwatch/core/plugin";

/** What `@helmwatch/helm` puts into the facts of evidence; other sources may add more or give less. */
interface Evidence {
  readonly pods?: readonly {
    readonly name: string;
    readonly phase: string;
    readonly healthy: boolean;
    readonly reason?: string;
    readonly containers?: readonly {
      readonly name: string;
      readonly state: string;
      readonly ready: boolean;
      readonly restarts: number;
      readonly exitCode?: number;
      readonly message?: string;
    }[];
  }[];
  readonly events?: readonly { object: string; reason: string; message: string; count: number }[];
  readonly logs?: Readonly<Record<string, string>>;
}

const eventLimit = 5;

/** What was wrong with a release, for people, with so many lines of each log; nothing when nothing was seen. */
export function evidenceText(facts: Facts, logLines = 10): readonly string[] {
  const { pods = [], events = [], logs = {} } = facts as Evidence;
  const ailing = pods
    .filter(({ healthy }) => !healthy)
    .flatMap(({ name, phase, reason, containers = [] }) => {
      const unready = containers.filter(({ ready }) => !ready);
      if (unready.length === 0) return [`pod ${name}: ${reason ?? phase}`];
      return unready.map((container) => {
        const { state, restarts, exitCode, message } = container;
        const facts = [
          state,
          ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
          ...(restarts > 0 ? [`${restarts} restarts`] : []),
          ...(message ? [message] : []),
        ];
        return `pod ${name}, container ${container.name}: ${facts.join(", ")}`;
      });
    });
  const warnings = events
    .slice(0, eventLimit)
    .map(
      ({ object, reason, message, count }) => `${object}: ${reason}: ${message}${count > 1 ? ` (${count} times)` : ""}`,
    );
  const tails = Object.entries(logs).flatMap(([name, text]) => [
    `log of ${name}:`,
    ...text
      .split("\n")
      .slice(-logLines)
      .map((row) => `  ${row}`),
  ]);
  return [...ailing, ...warnings, ...tails];
}
