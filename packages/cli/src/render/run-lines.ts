import type { EventError, HookPlace, RunEvent, RunState, UndoCause } from "@helmwatch/core";
import { type Level, type LogLine, line } from "../log/log-line.js";
import { evidenceText } from "./evidence-text.js";

/** What one event adds to the plain log, in helmwave's words; `state` has the event folded in already. */
export function runLines(state: RunState, event: RunEvent): readonly LogLine[] {
  return describe(state, event).map((one) => ({ ...one, at: event.at }));
}

function describe(state: RunState, event: RunEvent): readonly LogLine[] {
  const release = "release" in event ? event.release : undefined;
  switch (event.type) {
    case "run.started":
      return event.command === "up" ? [line("info", "sync releases...")] : [];
    case "release.started":
      return [line("info", "deploying...", { release })];
    case "release.tested":
      return testLines(event);
    case "release.recovered": {
      const done = event.action === "rollback" ? `rolled back to revision ${event.toRevision}` : "uninstalled";
      return [line("warn", `was left ${event.status} by another helm; ${done} first`, { release })];
    }
    case "release.progress":
      return [line("debug", event.text, { release })];
    case "release.deployed":
      return [line("info", "✅", { release, revision: event.revision }), ...notes(event.release, event.notes)];
    case "release.unchanged":
      return [line("info", "unchanged, skipped", { release, revision: event.revision })];
    case "release.failed":
      return [
        event.allowed
          ? line("warn", "failed to deploy, which is allowed", { release, ...errorFields(event.error) })
          : line("error", "❌ failed to deploy", { release, ...errorFields(event.error) }),
        ...testFailure(event),
      ];
    case "release.skipped":
      return [line("warn", "skipped", { release, why: event.why })];
    case "monitor.started":
      return [line("debug", "monitor started", { monitor: event.monitor })];
    case "monitor.progress":
      return [line("debug", event.text, { monitor: event.monitor })];
    case "monitor.checked": {
      const { monitor, outcome, streak, why } = event;
      const counts = `${streak.count}/${streak.threshold}`;
      if (outcome === "pass") return [line("info", "monitor succeeded", { monitor, streak: counts })];
      return [line("info", "monitor did not succeed", { monitor, streak: counts, error: why })];
    }
    case "monitor.ended":
      return [monitorEnd(event)];
    case "undo.decided":
      return undoDecision(state, event);
    case "undo.evidence":
      return evidence(event.release, evidenceText(event.facts));
    case "undo.started":
      return event.action === "rollback"
        ? [line("info", "rolling back...", { release, to: event.toRevision })]
        : [line("info", "uninstalling...", { release })];
    case "undo.done":
      return event.action === "rollback"
        ? [line("info", `rolled back to revision ${event.toRevision}`, { release, revision: event.revision })]
        : [line("info", "uninstalled", { release })];
    case "undo.failed": {
      const what = event.action === "rollback" ? "roll back" : "uninstall";
      return [line("error", `❌ failed to ${what}`, { release, ...errorFields(event.error) })];
    }
    case "undo.kept":
      return [line(state.command === "down" ? "info" : "warn", "left as it is", { release, why: event.why })];
    case "hook.started":
      return [line("info", "running hook", { ...hookFields(event), command: event.command })];
    case "hook.output":
      return [line("info", event.text, hookFields(event))];
    case "hook.ended":
      return hookEnd(event);
    case "run.stopping":
      return [
        line("warn", "stopping, a second signal leaves at once", {
          signal: event.signal,
          "waiting for": underWay(state).join(", "),
        }),
      ];
    case "run.ended":
      return [];
  }
}

/** Names of what cannot be cut short: helm at work. */
export function underWay(state: RunState): string[] {
  return [...state.releases.values()].flatMap(({ release, phase, undo }) =>
    phase === "deploying" || undo?.phase === "started" ? [release] : [],
  );
}

function errorFields({ message, hint }: EventError) {
  return { error: message, hint };
}

function evidence(release: string, seen: readonly string[]): LogLine[] {
  return seen.length === 0 ? [] : [line("warn", [`seen of ${release} before its undo:`, ...seen].join("\n"))];
}

function notes(release: string, text: string | undefined): LogLine[] {
  return text?.trim() ? [line("info", `notes of ${release}\n${text.trim()}`)] : [];
}

function testLines({ release, tests, logs }: Extract<RunEvent, { type: "release.tested" }>): LogLine[] {
  if (tests.length === 0) return [line("warn", "its chart has no tests", { release })];
  const shown = Object.entries(logs).map(([name, text]) => line("info", `log of ${name}\n${text}`, { release }));
  return [line("info", "tests passed", { release, tests: tests.map(({ name }) => name).join(", ") }), ...shown];
}

function testFailure({ release, error }: Extract<RunEvent, { type: "release.failed" }>): LogLine[] {
  if (error.code !== "HELM_TEST_FAILED") return [];
  const seen = evidenceText(error.facts ?? {}, 100);
  return seen.length === 0 ? [] : [line("warn", [`seen of the tests of ${release}:`, ...seen].join("\n"))];
}

function hookFields({ phase, release }: HookPlace) {
  return { hook: phase, ...(release === undefined ? {} : { release }) };
}

function hookEnd(event: Extract<RunEvent, { type: "hook.ended" }>): LogLine[] {
  if (!event.error) return [];
  const fields = { ...hookFields(event), command: event.command, ...errorFields(event.error) };
  return event.allowed
    ? [line("warn", "hook failed, which is allowed", fields)]
    : [line("error", "❌ hook failed", fields)];
}

function monitorEnd({ monitor, verdict }: Extract<RunEvent, { type: "monitor.ended" }>): LogLine {
  switch (verdict.verdict) {
    case "passed":
      return line("info", "✅", { monitor });
    case "failed":
      return line("error", "❌ monitor failed", { monitor, error: verdict.message });
    case "not-started":
      return line("warn", "monitor not started", { monitor, why: verdict.message });
    case "cancelled":
      return line("warn", "monitor cancelled", { monitor });
  }
}

function undoDecision(state: RunState, { releases }: Extract<RunEvent, { type: "undo.decided" }>): LogLine[] {
  const failed = new Set(releases.flatMap(({ cause }) => (cause.kind === "monitors" ? cause.monitors : [])));
  const errors = [...failed].map((name) => {
    const verdict = state.monitors.get(name)?.verdict;
    return verdict && "message" in verdict ? verdict.message : "failed";
  });
  const error = `${errors.length} ${errors.length === 1 ? "error" : "errors"} occurred: * ${errors.join(" * ")}`;
  const head =
    failed.size > 0
      ? [line("error", "monitors failed, need to take actions", { error, monitors: [...failed].join(", ") })]
      : [];
  return [
    ...head,
    ...releases.flatMap(({ release, action, cause }) => {
      const [level, message] = reasons[cause.kind];
      const goesWith = cause.kind === "group" ? cause.release : undefined;
      return [line(level, message, { action, release, with: goesWith })];
    }),
  ];
}

const reasons: Readonly<Record<UndoCause["kind"], readonly [Level, string]>> = {
  monitors: ["info", "chose action to perform for failed monitors"],
  failed: ["info", "chose action to perform for failed release"],
  group: ["info", "chose action to perform for release undone along"],
  command: ["debug", "chose action to perform"],
};
