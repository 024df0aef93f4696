/** A token of a PowerShell script, as far as quoting goes. `value` of a string is what it stands for. */
export interface PowershellToken {
  readonly kind: 'string' | 'expandable' | 'comment' | 'open' | 'close' | 'word' | 'newline';
  readonly value: string;
}

const quotes = "'\u2018\u2019\u201a\u201b";
const doubleQuotes = '"\u201c\u201d\u201e';

/**
 * Cuts a script into tokens by PowerShell's rules of quoting: typographic quotes count as plain ones, a doubled
 * quote is one, a backtick escapes outside of single quotes, # begins a comment at the beginning of a word.
 * @throws Error - a string, a block comment or a bracket does not end
 */
export function powershellTokens(script: string): PowershellToken[] {
  const tokens: PowershellToken[] = [];
  const open: string[] = [];
  let at = script.startsWith('\u{feff}') ? 1 : 0;
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  while (at < script.length) {
    const char = script[at] ?? '';
    if (char === '\n' || char === '\r') {
      tokens.push({ kind: 'newline', value: '\n' });
      at += 1;
    } else if (/\s/.test(char)) at += 1;
    else if (script.startsWith('<#', at) || script.startsWith("@'", at) || script.startsWith('@"', at)) {
      throw new Error(`block comments and here-strings are not expected: ${script.slice(at, at + 20)}`);
    } else if (char === '#') {
      const end = /[\r\n]|$/g;
      end.lastIndex = at;
      const stop = end.exec(script)?.index ?? script.length;
      tokens.push({ kind: 'comment', value: script.slice(at, stop) });
      at = stop;
    } else if (quotes.includes(char)) {
      const { value, end } = quoted(script, at, quotes, false);
      tokens.push({ kind: 'string', value });
      at = end;
    } else if (doubleQuotes.includes(char)) {
      const { value, end } = quoted(script, at, doubleQuotes, true);
      tokens.push({ kind: 'expandable', value });
      at = end;
    } else if ('({['.includes(char)) {
      open.push(char);
      tokens.push({ kind: 'open', value: char });
      at += 1;
    } else if (')}]'.includes(char)) {
      if (open.pop() !== pairs[char]) throw new Error(`${char} closes nothing at ${String(at)}`);
      tokens.push({ kind: 'close', value: char });
      at += 1;
    } else {
      const word = /(?:`.|[^\s(){}[\]'"\u2018-\u201e`])+/suy;
      word.lastIndex = at;
      const value = word.exec(script)?.[0];
      if (value === undefined) throw new Error(`nothing begins with ${char}`);
      tokens.push({ kind: 'word', value });
      at += value.length;
    }
  }
  if (open.length > 0) throw new Error(`${open.join('')} is not closed`);
  return tokens;
}

function quoted(
  script: string,
  from: number,
  marks: string,
  escapes: boolean,
): { readonly value: string; readonly end: number } {
  let value = '';
  let at = from + 1;
  while (at < script.length) {
    const char = script[at] ?? '';
    if (escapes && char === '`') {
      value += script[at + 1] ?? '';
      at += 2;
    } else if (marks.includes(char)) {
      if (!marks.includes(script[at + 1] ?? ' ')) return { value, end: at + 1 };
      value += char;
      at += 2;
    } else {
      value += char;
      at += 1;
    }
  }
  throw new Error(`a string does not end: ${script.slice(from, from + 40)}`);
}
