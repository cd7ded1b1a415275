const withValue = new Set([
  ...[
    "--namespace",
    "--values",
    "--timeout",
    "--history-max",
    "--labels",
    "--description",
    "--cascade",
    "--template",
    "--filter",
  ],
]);

/** What a fake helm was told. */
export function parseArgv([verb = "", ...rest]: readonly string[]) {
  const positional: string[] = [];
  const flags: [name: string, value: string][] = [];
  for (let index = 0; index < rest.length; index++) {
    const argument = rest[index]!;
    if (withValue.has(argument)) flags.push([argument, unquote(rest[++index]!)]);
    else if (argument.startsWith("--")) flags.push([argument, ""]);
    else positional.push(argument);
  }
  const options = (name: string) => flags.filter(([flag]) => flag === name).map(([, value]) => value);
  return {
    ...{ verb, positional, options },
    option: (name: string): string | undefined => options(name)[0],
    has: (name: string) => options(name).length > 0,
  };
}

/** A path in CSV quotes, as `--values` takes those with a comma or a quote. */
function unquote(value: string): string {
  return /^"\/.*"$/s.test(value) ? value.slice(1, -1).replaceAll('""', '"') : value;
}
