import { Argument, type Command, type Option } from 'commander';
import { addCommand, noOptions } from './command-options.ts';
import type { CommandHost } from './command-host.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** `completion`: what a shell needs to complete words of this command, made from the commands themselves. */
export function addCompletionCommand(program: Command, host: CommandHost): void {
  addCommand(
    program,
    'completion',
    'make the completion of this command for a shell',
    noOptions,
    (_options, shell) => {
      const places = placesOf(program, '');
      const make = shell === 'fish' ? forFish : shell === 'zsh' ? forZsh : forBash;
      host.terminal.output.write(`${make(program.name(), places).join('\n')}\n`);
    },
  )
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      `
Into the start-up file of the shell:
  bash   source <(mailwicket completion bash)
  zsh    source <(mailwicket completion zsh)            (after compinit)
  fish   mailwicket completion fish | source`,
    );
}

/** What can be typed at one place of the tree. */
interface Place {
  /** The words of its command, such as `account add`; empty at the top. */
  readonly at: string;
  readonly words: readonly Word[];
  readonly options: readonly Word[];
  /** Its arguments are files. */
  readonly files: boolean;
}

interface Word {
  readonly word: string;
  readonly what: string;
  /** What stands behind an option: nothing, one of several words, a file, or anything. */
  readonly value?: readonly string[] | 'file' | 'any' | undefined;
}

function placesOf(command: Command, at: string): readonly Place[] {
  const help = command.createHelp();
  const children = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  const args = command.registeredArguments;
  return [
    {
      at,
      words: [
        ...children.map((child) => ({ word: child.name(), what: child.description() })),
        ...args.flatMap(({ argChoices = [], description }) =>
          argChoices.map((word) => ({ word, what: description })),
        ),
      ],
      options: help.visibleOptions(command).map((option) => ({
        word: option.long ?? option.flags,
        what: option.description,
        value: valueOf(option),
      })),
      files: args.some((argument) => argument.name() === 'file'),
    },
    ...children.flatMap((child) => placesOf(child, `${at} ${child.name()}`.trim())),
  ];
}

function valueOf({ required, optional, argChoices, flags }: Option): Word['value'] {
  if (argChoices !== undefined) return argChoices;
  if (/[<[](?:file|folder|command)[>\]]/.test(flags)) return 'file';
  return required || optional ? 'any' : undefined;
}

/** Follows the words that are typed down the tree; the same in bash and zsh. */
function walk(name: string, places: readonly Place[], words: string, until: string, first: number): string[] {
  const paths = places.flatMap(({ at }) => (at === '' ? [] : [single(at)]));
  return [
    `_${name}() {`,
    "  local at='' word i",
    `  for ((i = ${String(first)}; i < ${until}; i++)); do`,
    `    word="\${at:+$at }\${${words}[i]}"`,
    `    case "$word" in ${paths.join('|')}) at=$word ;; esac`,
    '  done',
  ];
}

/** The lines of a shell's `case` for what stands behind an option. */
function valueCases(places: readonly Place[], forWords: (words: string) => string, files: string): string[] {
  return places.flatMap(({ at, options }) =>
    options.flatMap(({ word, value }) => {
      if (value === undefined) return [];
      const then = value === 'file' ? files : value === 'any' ? '' : forWords(value.join(' '));
      return [`    ${single(`${at}:${word}`)}) ${then}${then === '' ? '' : '; '}return ;;`];
    }),
  );
}

function reply(words: string): string {
  return `COMPREPLY=($(compgen -W ${single(words)} -- "$cur"))`;
}

function forBash(name: string, places: readonly Place[]): string[] {
  const files = 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur"))';
  return [
    ...walk(name, places, 'COMP_WORDS', 'COMP_CWORD', 1),
    '  local cur=${COMP_WORDS[COMP_CWORD]}',
    '  case "$at:${COMP_WORDS[COMP_CWORD-1]}" in',
    ...valueCases(places, reply, files),
    '  esac',
    '  case "$at" in',
    ...places.map(({ at, words, options, files: named }) => {
      const all = [...words, ...options].map(({ word }) => word).join(' ');
      const typed = named ? `if [[ $cur != -* ]]; then ${files}; return; fi; ` : '';
      return `    ${single(at)}) ${typed}${reply(all)} ;;`;
    }),
    '  esac',
    '}',
    `complete -F _${name} ${name}`,
  ];
}

function forZsh(name: string, places: readonly Place[]): string[] {
  return [
    `#compdef ${name}`,
    ...walk(name, places, 'words', 'CURRENT', 2),
    '  local -a list',
    '  case "$at:${words[CURRENT-1]}" in',
    ...valueCases(places, (words) => `compadd -- ${words}`, '_files'),
    '  esac',
    '  case "$at" in',
    ...places.map(({ at, words, options, files }) => {
      const all = [...words, ...options].map(({ word, what }) => single(`${word}:${what}`)).join(' ');
      return `    ${single(at)}) list=(${all})${files ? '; _files' : ''} ;;`;
    }),
    '  esac',
    `  _describe ${name} list`,
    '}',
    `compdef _${name} ${name}`,
  ];
}

function forFish(name: string, places: readonly Place[]): string[] {
  const paths = places.flatMap(({ at }) => (at === '' ? [] : [fishSingle(at)]));
  const complete = ({ at }: Place, rest: string): string =>
    `complete -c ${name} -n ${fishSingle(`__${name}_at ${fishSingle(at)}`)} ${rest}`;
  return [
    `function __${name}_at`,
    "  set -l at ''",
    '  for word in (commandline -opc)[2..-1]',
    '    set -l next (string trim -- "$at $word")',
    `    contains -- $next ${paths.join(' ')}; and set at $next`,
    '  end',
    '  test "$at" = "$argv[1]"',
    'end',
    `complete -c ${name} -f`,
    ...places.flatMap((place) => [
      ...place.words.map(({ word, what }) =>
        complete(place, `-a ${fishSingle(word)} -d ${fishSingle(what)}`),
      ),
      ...(place.files ? [complete(place, '-F')] : []),
      ...place.options.map(({ word, what, value }) => {
        const takes =
          value === undefined
            ? ''
            : value === 'file'
              ? ' -rF'
              : value === 'any'
                ? ' -x'
                : ` -xa ${fishSingle(value.join(' '))}`;
        return complete(place, `-l ${word.replace(/^--/, '')}${takes} -d ${fishSingle(what)}`);
      }),
    ]),
  ];
}

/** A word of bash and zsh that says nothing but itself. */
function single(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same for fish, where a backslash counts between single quotes. */
function fishSingle(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
