import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import { type ScalarTag, Schema } from "yaml";
import { assign } from "./to-data.js";

export interface QuickData {
  readonly data: unknown;
  /** Numbers and booleans that were somewhere written in other ways than JavaScript writes them: `1.10`, `True`. */
  readonly respelt: ReadonlySet<unknown>;
}

/** Far below what `toData` and the stack allow. */
const maxDepth = 60;
const maxAliasValues = 1_000_000;

/**
 * Line breaks, and what nobody disputes to be a character of text. Not here: tabs, carriage returns, byte order marks,
 * other controls, and what other versions of YAML take for line breaks.
 */
const plainText = /^[\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]*$/;
/**
 * Directives, ends of documents, explicit keys; block scalars that say their indentation, spaces at the end of the
 * file, line breaks that are escaped.
 */
const unusual = /^ *(?:%|---|\.\.\.)|(?:^|[[{,:-]) *\?(?:[ \n]|$)|[|>][-+]?\d| $(?!\n)|\\$/m;

/**
 * The data of a text several times as fast as `toData` gives it, without the nodes that say where everything stands.
 * Undefined for all that is wrong or rare, and for everything in which the two readers of YAML might disagree.
 */
export function quickData(text: string): QuickData | undefined {
  if (!plainText.test(text) || unusual.test(text)) return undefined;
  try {
    return compose(text, parseEvents(text, { maxDepth }));
  } catch {
    return undefined;
  }
}

interface Anchored {
  readonly value: unknown;
  readonly size: number;
  readonly height: number;
}

/** Throws where the text has to be read with care. */
function compose(text: string, events: readonly Event[]): QuickData {
  const anchors = new Map<string, Anchored>();
  const respelt = new Set<unknown>();
  let at = 0;
  let size = 0;
  let aliased = 0;
  /** Where what was read last ends in the text. */
  let end = 0;

  function next(): Event {
    const event = events[at++];
    if (event === undefined) throw careful;
    return event;
  }

  /** Sets `height` to the height of what it returns. */
  let height = 0;
  function node(event: Event, depth: number, isBlock: boolean): unknown {
    height = 0;
    if (event.type === EVENT_ID.ALIAS) {
      const known = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      if (known === undefined || depth + known.height > maxDepth) throw careful;
      size += known.size;
      aliased += known.size;
      if (aliased > maxAliasValues) throw careful;
      height = known.height;
      end = event.anchorEnd;
      close(isBlock);
      return known.value;
    }
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.tagStart >= 0) throw careful;
    const before = size++;
    let value: unknown;
    if (event.type === EVENT_ID.SCALAR) {
      if (isBlock && startsLine(event)) throw careful;
      value = scalar(event);
      if (isQuoted(event)) close(isBlock);
    } else {
      const inBlock = event.style === COLLECTION_STYLE.BLOCK;
      if (!inBlock) end = event.start + 1;
      value = event.type === EVENT_ID.MAPPING ? map(depth, inBlock) : list(depth, inBlock);
      if (!inBlock) closeFlow(event.start);
      if (!inBlock) close(isBlock);
      height++;
    }
    if (event.anchorStart >= 0) {
      const name = text.slice(event.anchorStart, event.anchorEnd);
      if (!/^[\w-]+$/.test(name) || anchors.has(name) || !/\s/.test(text.charAt(event.anchorEnd))) throw careful;
      anchors.set(name, { value, size: size - before, height });
    }
    return value;
  }

  /** Whether a scalar or its anchor begins a line. */
  function startsLine({ anchorStart, valueStart, style }: ScalarEvent): boolean {
    if (anchorStart >= 0 && isFirst(anchorStart)) return true;
    if (valueStart < 0) return false;
    if (style < SCALAR_STYLE.LITERAL_BLOCK) return isFirst(valueStart);
    const header = text.lastIndexOf("\n", valueStart - 2) + 1;
    return text.charCodeAt(valueStart - 1) !== 10 || /^ *[|>]/.test(text.slice(header, valueStart));
  }

  function isFirst(position: number): boolean {
    let before = position - 1;
    while (text.charCodeAt(before) === 32) before--;
    return before < 0 || text.charCodeAt(before) === 10;
  }

  /** Flow collections have no comments in them. */
  function closeFlow(start: number): void {
    closing.lastIndex = end;
    if (!closing.test(text) || text.slice(start, closing.lastIndex).includes("#")) throw careful;
    end = closing.lastIndex;
  }

  /** A value that ends by itself has nothing behind it that is not its place. */
  function close(isBlock: boolean): void {
    const after = isBlock ? nothing : separator;
    after.lastIndex = end;
    if (!after.test(text)) throw careful;
  }

  function scalar(event: ScalarEvent): unknown {
    const source = sourceOf(event);
    if (event.style !== SCALAR_STYLE.PLAIN) return source;
    const value = plainValue(source);
    if (typeof value !== "string" && value !== null && String(value) !== source) respelt.add(value);
    return value;
  }

  function sourceOf(event: ScalarEvent): string {
    if (event.valueStart < 0) return "";
    end = event.valueEnd + (isQuoted(event) ? 1 : 0);
    return getScalarValue(text, event);
  }

  function list(depth: number, isBlock: boolean): unknown[] {
    const items: unknown[] = [];
    let tallest = 0;
    for (let event = next(); event.type !== EVENT_ID.POP; event = next()) {
      items.push(node(event, depth + 1, isBlock));
      tallest = Math.max(tallest, height);
    }
    height = tallest;
    return items;
  }

  function map(depth: number, isBlock: boolean): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    let merged: unknown;
    let isMerging = false;
    let tallest = 0;
    for (let event = next(); event.type !== EVENT_ID.POP; event = next()) {
      const key = keyOf(event);
      const value = node(next(), depth + 1, isBlock);
      tallest = Math.max(tallest, height);
      if (key === "<<") {
        if (isMerging) throw careful;
        isMerging = true;
        merged = value;
      } else if (Object.hasOwn(data, key)) throw careful;
      else assign(data, key, value);
    }
    if (isMerging) merge(data, merged);
    height = tallest;
    return data;
  }

  function keyOf(event: Event): string {
    if (event.type !== EVENT_ID.SCALAR || event.anchorStart >= 0 || event.tagStart >= 0 || event.valueStart < 0)
      throw careful;
    const key = sourceOf(event);
    if (key === "<<" && event.style !== SCALAR_STYLE.PLAIN) throw careful;
    return key;
  }

  const start = next();
  const root = next();
  if (start.type !== EVENT_ID.DOCUMENT || root.type !== EVENT_ID.MAPPING) throw careful;
  const data = node(root, 0, true);
  if (next().type !== EVENT_ID.POP || at !== events.length) throw careful;
  return { data, respelt };
}

const careful = new Error("to be read with care");
const closing = /[\s,:]*[\]}]/y;
const nothing = /(?: +#.*| *)$/my;
const separator = /\s*[,\]}]/y;

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

function merge(data: Record<string, unknown>, value: unknown): void {
  for (const source of Array.isArray(value) ? value : [value]) {
    if (typeof source !== "object" || source === null || Array.isArray(source)) throw careful;
    for (const [key, inner] of Object.entries(source)) if (!Object.hasOwn(data, key)) assign(data, key, inner);
  }
}

const plainTags = new Schema({ schema: "core" }).tags.filter(
  (tag): tag is ScalarTag & { test: RegExp } => tag.default === true && "test" in tag && tag.test !== undefined,
);

/** By the rules of the other reader, so that they are the same. */
function plainValue(source: string): unknown {
  // Most words cannot be anything else.
  if (source !== "" && !/^[-+.\d~nNtTfF]/.test(source)) return source;
  const tag = plainTags.find(({ test }) => test.test(source));
  if (tag === undefined) return source;
  const value = tag.resolve(source, () => undefined, {});
  return typeof value === "object" && value !== null && "value" in value ? value.value : value;
}
