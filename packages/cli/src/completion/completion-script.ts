import type { Command } from "../command/command.js";
import { type CompletedOption, type Vocabulary, vocabulary } from "./vocabulary.js";

export type Shell = "bash" | "zsh" | "fish";

/** A script that the shell sources. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  return scripts[shell](vocabulary(commands));
}

const scripts: Readonly<Record<Shell, (words: Vocabulary) => string>> = { bash, zsh, fish };

const namesOf = (options: readonly CompletedOption[]) => options.flatMap(({ names }) => names).join(" ");

function everyOption({ commands, shared }: Vocabulary): CompletedOption[] {
  return [...shared, ...new Map(commands.flatMap(({ options }) => options).map((one) => [one.names[0], one])).values()];
}

function bash(words: Vocabulary): string {
  const valued = everyOption(words).filter(({ takesValue }) => takesValue);
  const values = valued.map(({ names, choices, isPath }) => {
    const reply = isPath ? "-f" : `-W "${choices.join(" ")}"`;
    return `    ${names.join("|")}) COMPREPLY=($(compgen ${reply} -- "$cur")); return ;;`;
  });
  const commands = words.commands.map(
    ({ name, options, words: next }) => `    ${name}) words="${[...next, namesOf(options)].join(" ").trim()}" ;;`,
  );
  return `# helmwatch: source <(helmwatch completion bash)
_helmwatch() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="" word words="" i
  COMPREPLY=()
  case "$prev" in
${values.join("\n")}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case " ${words.commands.map(({ name }) => name).join(" ")} " in
      *" $word "*) command="$word"; break ;;
    esac
  done
  case "$command" in
    "") words="${words.commands.map(({ name }) => name).join(" ")}" ;;
${commands.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words ${namesOf(words.shared)} --help" -- "$cur"))
}
complete -o default -F _helmwatch helmwatch`;
}

function zsh(words: Vocabulary): string {
  const spec = (option: CompletedOption) =>
    option.names.map((name) => `'${name}[${quote(option.description)}]${zshValue(option)}'`);
  const commands = words.commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`);
  const own = words.commands
    .filter(({ options, words: next }) => options.length + next.length > 0)
    .map(
      ({ name, options, words: next }) =>
        `    ${name}) own=(${options.flatMap(spec).join(" ")}${next.length > 0 ? ` '1:word:(${next.join(" ")})'` : ""}) ;;`,
    );
  return `#compdef helmwatch
# helmwatch: source <(helmwatch completion zsh)
_helmwatch() {
  local -a commands shared own
  local line state
  commands=(
${commands.join("\n")}
  )
  shared=(
    ${words.shared.flatMap(spec).join("\n    ")}
  )
  _arguments -C $shared '1:command:->command' '*::argument:->argument'
  case $state in
  command) _describe command commands ;;
  argument)
    case $line[1] in
${own.join("\n")}
    esac
    _arguments $shared $own '*:name:'
    ;;
  esac
}
compdef _helmwatch helmwatch`;
}

function zshValue({ takesValue, choices, isPath }: CompletedOption): string {
  if (!takesValue) return "";
  if (isPath) return ":path:_files";
  return choices.length > 0 ? `:value:(${choices.join(" ")})` : ":value:";
}

function fish(words: Vocabulary): string {
  const spec = ({ names, description, takesValue, choices, isPath }: CompletedOption) => {
    const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
    const value = !takesValue ? "" : isPath ? " -rF" : choices.length > 0 ? ` -xa '${choices.join(" ")}'` : " -x";
    return `${flags.join(" ")}${value} -d '${quote(description)}'`;
  };
  const lines = words.commands.flatMap(({ name, summary, options, words: next }) => [
    `complete -c helmwatch -n __fish_use_subcommand -a ${name} -d '${quote(summary)}'`,
    ...(next.length > 0
      ? [`complete -c helmwatch -n '__fish_seen_subcommand_from ${name}' -a '${next.join(" ")}'`]
      : []),
    ...options.map((option) => `complete -c helmwatch -n '__fish_seen_subcommand_from ${name}' ${spec(option)}`),
  ]);
  return `# helmwatch: helmwatch completion fish | source
complete -c helmwatch -f
${lines.join("\n")}
${words.shared.map((option) => `complete -c helmwatch ${spec(option)}`).join("\n")}`;
}

function quote(text: string): string {
  return text.replaceAll("'", "").replaceAll(":", " -").replaceAll(/[[\]]/g, "").replaceAll("$", "");
}
