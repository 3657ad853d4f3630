import type { CompletionNode } from './CompletionNode.js';

export type Shell = 'bash' | 'zsh' | 'fish';

export const shells: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** A script that completes the words of the command line in a shell. Pure. */
export function completionScript(shell: Shell, nodes: readonly CompletionNode[]): string {
  return { bash, zsh, fish }[shell](nodes);
}

const PLAIN_WORD = /^[\w.:@/-]+$/;

/** Only what a shell takes as it is, so that nothing has to be quoted. */
function plain(words: readonly string[]): string {
  return words.filter((word) => PLAIN_WORD.test(word)).join(' ');
}

/** The path after one more word, for those words that lead on. */
function stepsOf(nodes: readonly CompletionNode[]): readonly string[] {
  return nodes.map(({ path }) => path).filter((path) => path !== '');
}

interface Cases {
  /** By path and flag. */
  readonly values: readonly (readonly [place: string, words: string])[];
  readonly words: readonly (readonly [path: string, words: string])[];
  /** Where names are asked for. */
  readonly names: readonly string[];
}

function casesOf(nodes: readonly CompletionNode[]): Cases {
  return {
    values: nodes.flatMap(({ path, values }) =>
      Object.entries(values).map(([flag, words]) => [`${path} ${flag}`, plain(words)] as const),
    ),
    words: nodes.map(({ path, words }) => [path, plain(words)] as const),
    names: nodes.filter(({ hasNames }) => hasNames).map(({ path }) => path),
  };
}

function bash(nodes: readonly CompletionNode[]): string {
  const { values, words, names } = casesOf(nodes);
  return `# bash completion of unitctl: source <(unitctl completion bash)
_unitctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path= words= name i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
      ${stepsOf(nodes)
        .map((path) => `'${path}'`)
        .join(' | ')}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $previous" in
${values.map(([place, each]) => `    '${place}') COMPREPLY=($(compgen -W '${each}' -- "$current")); return ;;`).join('\n')}
  esac
  case "$path" in
${words.map(([path, each]) => `    '${path}') words='${each}' ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$path" in
    ${names.map((path) => `'${path}'`).join(' | ')})
      [[ $current == -* ]] && return
      while IFS= read -r name; do
        [[ $name == "$current"* ]] && COMPREPLY+=("$name")
      done < <(unitctl __complete $path 2>/dev/null)
      ;;
  esac
}
complete -o default -F _unitctl unitctl
`;
}

function zsh(nodes: readonly CompletionNode[]): string {
  const { values, words: lists, names } = casesOf(nodes);
  return `#compdef unitctl
# zsh completion of unitctl: source <(unitctl completion zsh)
_unitctl() {
  local place='' word='' previous=\${words[CURRENT-1]}
  local -a found
  for word in \${words[2,CURRENT-1]}; do
    case "\${place:+$place }$word" in
      (${stepsOf(nodes)
        .map((path) => `'${path}'`)
        .join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place $previous" in
${values.map(([place, each]) => `    ('${place}') compadd -- ${each}; return ;;`).join('\n')}
  esac
  case "$place" in
${lists.map(([path, each]) => `    ('${path}') found=(${each}) ;;`).join('\n')}
  esac
  compadd -- $found
  case "$place" in
    (${names.map((path) => `'${path}'`).join('|')})
      compadd -- \${(f)"$(unitctl __complete \${=place} 2>/dev/null)"}
      _files
      ;;
  esac
}
compdef _unitctl unitctl
`;
}

function fish(nodes: readonly CompletionNode[]): string {
  const { values, words, names } = casesOf(nodes);
  return `# fish completion of unitctl: unitctl completion fish | source
function __unitctl_words
  set -l place ''
  set -l previous ''
  for word in (commandline -opc)[2..-1]
    set previous $word
    switch (string trim -- "$place $word")
      case ${stepsOf(nodes)
        .map((path) => `'${path}'`)
        .join(' ')}
        set place (string trim -- "$place $word")
    end
  end
  switch "$place $previous"
${values.map(([place, each]) => `    case '${place}'\n      printf '%s\\n' ${each}\n      return`).join('\n')}
  end
  switch "$place"
${words.map(([path, each]) => `    case '${path}'\n      printf '%s\\n' ${each}`).join('\n')}
  end
  switch "$place"
    case ${names.map((path) => `'${path}'`).join(' ')}
      unitctl __complete (string split ' ' -- $place) 2>/dev/null
  end
end
complete -c unitctl -a '(__unitctl_words)'
`;
}
