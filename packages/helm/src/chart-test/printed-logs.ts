const head = /^POD LOGS: (\S+) \((\S+)\)$/;

/** The logs in the output of `helm test --logs` of Helm 4, by `pod/container`. */
export function printedLogs(stdout: string): Readonly<Record<string, string>> {
  const logs = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of stdout.split(/\r?\n/)) {
    const [, pod, container] = head.exec(line) ?? [];
    if (pod === undefined) lines?.push(line);
    else {
      lines = [];
      logs.set(`${pod}/${container}`, lines);
    }
  }
  return Object.fromEntries([...logs].map(([name, text]) => [name, text.join("\n").trimEnd()]));
}
