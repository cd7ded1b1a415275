// One chunk for all of them: every further file costs the start more than the code that it leaves out.
export { build } from "./build.js";
export { diff } from "./diff.js";
export { down } from "./down.js";
export { list } from "./list.js";
export { manifests } from "./manifests.js";
export { rollback } from "./rollback.js";
export { status } from "./status.js";
export { up } from "./up.js";
