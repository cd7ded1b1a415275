import type { HelmCommand, HelmExecutor, HelmResult } from "@helmwatch/core/plugin";

export interface FakeHelm extends HelmExecutor {
  readonly commands: HelmCommand[];
}

type Answer = Partial<HelmResult> | undefined;

/** A helm of that version; `act` is what it does on everything else, an undefined answer is a quiet success. */
export function fakeHelm(
  version: string,
  act: (command: HelmCommand, signal: AbortSignal) => Answer | Promise<Answer> = () => undefined,
): FakeHelm {
  const commands: HelmCommand[] = [];
  return {
    commands,
    async run(command, signal) {
      commands.push(command);
      const answer = command.argv[0] === "version" ? { stdout: version } : await act(command, signal);
      return { exitCode: 0, stdout: "", stderr: "", where: "helm at /fake", ended: "exit", ...answer };
    },
  };
}
