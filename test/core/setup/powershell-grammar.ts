import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

/** A command of a script: a cmdlet, a function of the script, or a program. */
export interface PowershellCommand {
  readonly name: string;
  /** Without the dash, and without a value that a colon joins. */
  readonly parameters: readonly string[];
  readonly text: string;
  /** Where it begins, in characters. */
  readonly at: number;
  /** The conditions of the if statements around it, whose first block it is in. */
  readonly conditions: readonly string[];
}

export interface PowershellScript {
  /** Places that the grammar cannot make sense of, or where it had to add something. */
  readonly faults: readonly string[];
  readonly commands: readonly PowershellCommand[];
  /** The names of the functions that the script itself defines. */
  readonly functions: readonly string[];
}

await Parser.init();
const grammar = await Language.load(
  await readFile(fileURLToPath(import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'))),
);

interface Frame {
  readonly type: string;
  condition?: string;
  command?: { name: string; parameters: string[]; conditions: readonly string[] };
}

/** Reads a script by tree-sitter's grammar of PowerShell. */
export function readPowershell(script: string): PowershellScript {
  const parser = new Parser();
  parser.setLanguage(grammar);
  const tree = parser.parse(script.replace(/^\u{feff}/u, ''));
  if (tree === null) throw new Error('The grammar gave no tree.');
  const faults: string[] = [];
  const commands: PowershellCommand[] = [];
  const functions: string[] = [];
  // one walk with a cursor: asking nodes for their parents and children costs seconds
  const cursor = tree.walk();
  const walk = (above: readonly Frame[]): void => {
    const { nodeType: type, currentFieldName: field } = cursor;
    if (type === 'ERROR' || cursor.nodeIsMissing) {
      faults.push(`line ${String(cursor.startPosition.row + 1)}: ${type} ${cursor.nodeText.slice(0, 100)}`);
    }
    const frame: Frame = { type };
    const around = above.at(-1);
    if (type === 'function_name') functions.push(cursor.nodeText);
    if (around?.type === 'if_statement' && field === 'condition') around.condition = cursor.nodeText;
    const command = above.findLast((one) => one.command !== undefined)?.command;
    if (field === 'command_name' && around?.command !== undefined) around.command.name = cursor.nodeText;
    if (type === 'command_parameter' && around?.type === 'command_elements') {
      command?.parameters.push(cursor.nodeText.replace(/^-/, '').replace(/:.*$/s, ''));
    }
    const { startIndex, nodeText } = type === 'command' ? cursor : { startIndex: 0, nodeText: '' };
    if (type === 'command')
      frame.command = { name: nodeText, parameters: [], conditions: conditionsOf(above) };
    if (cursor.gotoFirstChild()) {
      do walk([...above, frame]);
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    if (frame.command !== undefined) commands.push({ ...frame.command, text: nodeText, at: startIndex });
  };
  walk([]);
  cursor.delete();
  tree.delete();
  parser.delete();
  return { faults, commands: commands.toSorted((one, other) => one.at - other.at), functions };
}

/** Those of the if statements in whose first block something is; what is in an else has another parent. */
function conditionsOf(above: readonly Frame[]): string[] {
  return above.flatMap((frame, index) => {
    const inside = above[index + 1];
    return frame.type === 'if_statement' &&
      inside?.type === 'statement_block' &&
      frame.condition !== undefined
      ? [frame.condition]
      : [];
  });
}
