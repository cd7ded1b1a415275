import { HelmwatchError } from "@helmwatch/core/plugin";
import { stringify } from "yaml";
import type { Renderer, Templates } from "../src/index.js";
import { readPlace } from "../src/read-place.js";
import { folder } from "./world.js";

/** The text of a template or its error's message, which is the same from the engine and from Go on this machine. */
export type Result = { readonly text: string } | { readonly error: string };

export function engineResult(templates: Templates, renderer: Renderer, text: string, data: unknown): Result {
  try {
    return { text: templates.render({ name: "t", text, renderer, data }) };
  } catch (error) {
    if (!(error instanceof HelmwatchError)) throw error;
    return { error: comparable(error.message) };
  }
}

export interface NativeRequest {
  readonly renderer: Renderer;
  readonly text: string;
  readonly data: string;
}

export function nativeRequest(renderer: Renderer, text: string, data: unknown): NativeRequest {
  const quoted = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE", lineWidth: 0 } as const;
  return { renderer, text, data: stringify(data, { ...quoted, aliasDuplicateObjects: false }) };
}

export function nativeResult(answer: { text: string; error?: string }, { text }: NativeRequest): Result {
  if (answer.error === undefined) return { text: answer.text };
  return { error: comparable(readPlace(answer.error, { name: "t", text }).message) };
}

/**
 * Go has its own words for the errors of js/wasm, which begin with capitals; the folder is another elsewhere; letters cut
 * by bytes become one or more marks.
 */
function comparable(message: string): string {
  return message
    .replaceAll("No such file or directory", "no such file or directory")
    .replaceAll("Is a directory", "is a directory")
    .replaceAll(folder.slice(1), "FOLDER")
    .replace(/\ufffd+/g, "\ufffd");
}
