import { version } from "../version.js";

/** Made by `image/Dockerfile`, and published with each version: the helmwatch in it is of the same one as this. */
export const defaultImage = `helmwatch/helmwatch:${version}`;
