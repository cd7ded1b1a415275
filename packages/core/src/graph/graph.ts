/** Node → the nodes it depends on. Every node is a key; iteration order is the file's. */
export type Graph = ReadonlyMap<string, readonly string[]>;
