export type { Renderer } from "./artefact.js";
export { type Fields, fields } from "./fields.js";
export { type Delimiters, defaultDelimiters, gomplateValuesDelimiters, hasDelimiters } from "./has-delimiters.js";
export type { ExecResult, FileStat, TemplateFiles, TemplateHost, TemplatePlan } from "./host.js";
export {
  type HelmEngine,
  type HelmEngineAnswer,
  type HelmEngineRequest,
  helmEngineVersions,
  openHelmEngine,
} from "./open-helm-engine.js";
export { openTemplates, type TemplateRequest, type Templates } from "./open-templates.js";
export { type TemplatePlace, templateDiagnostics } from "./template-error.js";
