export { conceal, isSecretName } from "./conceal.js";
export { readBody } from "./read-body.js";
export { transportError } from "./transport-error.js";
