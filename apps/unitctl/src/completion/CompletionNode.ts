import type { Command } from 'commander';

/** What may stand at one place of the command line. */
export interface CompletionNode {
  /** The verbs that lead there, such as `context add`; empty at the beginning. */
  readonly path: string;
  /** Names of verbs, choices of the first argument, and options. */
  readonly words: readonly string[];
  /** Choices of the value of an option, by each of its flags. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Whether there are arguments, or options with a list of names, whose values are asked for. */
  readonly hasNames: boolean;
}

/** A command and its sub-commands, hidden ones left out. Pure. */
export function completionNodes(command: Command, path: readonly string[] = []): readonly CompletionNode[] {
  const help = command.createHelp();
  const children = help.visibleCommands(command).filter((child) => child.name() !== 'help' || path.length === 0);
  const options = help.visibleOptions(command);
  const flagsOf = ({ short, long }: { short?: string; long?: string }): readonly string[] =>
    [short, long].filter((flag) => flag !== undefined);
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const values = options.flatMap((option) => flagsOf(option).map((flag) => [flag, option.argChoices ?? []] as const));
  const node: CompletionNode = {
    path: path.join(' '),
    words: [...children.map((child) => child.name()), ...choices, ...options.flatMap(flagsOf)],
    values: Object.fromEntries(values.filter(([, words]) => words.length > 0)),
    hasNames:
      (command.registeredArguments.length > 0 && choices.length === 0) || options.some(({ variadic }) => variadic),
  };
  const below = children.filter((child) => child.name() !== 'help');
  return [node, ...below.flatMap((child) => completionNodes(child, [...path, child.name()]))];
}
