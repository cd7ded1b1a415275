import { describe, expect, it } from "vitest";
import { readPlace } from "./read-place.js";

const marked = (said: string, text: string) => {
  const { message, range, phase } = readPlace(said, { name: "values.yml", text });
  const line = text.split("\n")[(range?.start.line ?? 1) - 1] ?? "";
  return { message, phase, at: range && `${range.start.line}: ${line.slice(range.start.col - 1, range.end.col - 1)}` };
};

describe("a message of Go says where and what, in the user's names", () => {
  it.each([
    [
      'template: tpl:2:6: executing "tpl" at <.a.b.c>: nil pointer evaluating interface {}.c',
      "x: 1\n{{ .a.b.c }}",
      { message: "nil pointer evaluating interface {}.c", phase: "execute", at: "2: .a.b.c" },
    ],
    [
      'template: tpl:1:9: executing "part" at <requiredEnv "X">: error calling requiredEnv: required env var "X" is not set',
      'ü: {{ requiredEnv "X" }}',
      { message: 'requiredEnv: required env var "X" is not set', phase: "execute", at: '1: requiredEnv "X"' },
    ],
    [
      'template: tpl:1:3: executing "tpl" at <printf "%s %s %s" "a...>: error calling printf: no',
      '{{ printf "%s %s %s" "a" "b" }}',
      { message: "printf: no", phase: "execute", at: '1: printf "%s %s %s" "a' },
    ],
    [
      'template: tpl:3: function "toYamll" not defined',
      "a\ntoYamll.x\n{{ .toYamll | toYamll }}",
      { message: 'function "toYamll" not defined', phase: "parse", at: "3: toYamll" },
    ],
    [
      'template: tpl:2: unexpected "}" in operand',
      "a\n  {{ ( }}  ",
      { message: 'unexpected "}" in operand', phase: "parse", at: "2: }" },
    ],
    [
      "template: tpl:2: unclosed action started at tpl:1",
      "a {{ .x\n  rest  ",
      { message: "unclosed action started at values.yml:1", phase: "parse", at: "2: rest" },
    ],
    ["panic: something", "x", { message: "panic: something", phase: "execute", at: undefined }],
  ])("%s", (said, text, expected) => {
    expect(marked(said, text)).toEqual(expected);
  });
});
