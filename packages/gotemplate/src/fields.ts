/** An object of template data whose missing keys are errors, as the fields of a Go struct are; see `fields`. */
export class Fields {
  constructor(readonly values: Readonly<Record<string, unknown>>) {}
}

/**
 * Marks an object of template data as complete: `.Release.Nmae` is then an error and not `<no value>`. Its keys begin
 * with capitals; `toYaml` and `toJson` write them in snake case.
 */
export function fields(values: Readonly<Record<string, unknown>>): Fields {
  return new Fields(values);
}
