import manifest from "../package.json" with { type: "json" };

/** Of the CLI, and of @helmwatch/core: the two are released together. */
export const version: string = manifest.version;
