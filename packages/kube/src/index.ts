export { type ConnectOptions, connectKube, type KubeConnection } from "./connect-kube.js";
export { type ListOptions, listMetadata, type ObjectMetadata } from "./list-metadata.js";
export { type ObjectPlace, objectReader, type ReadObject } from "./object-reader.js";
