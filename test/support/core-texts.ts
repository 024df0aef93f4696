import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** A sentence or phrase of the core for people, `{{…}}` where a value stands, and where it was found. */
export interface CoreText {
  readonly text: string;
  readonly place: string;
}

const root = join(import.meta.dirname, '../..');

/** The core, and what answers for it: the hosts, and the screens' way to them. */
const folders = ['proxy-core', 'electron', 'renderer/backend'];

/** Whole folders whose texts no screen shows. */
const foldersOfOthers: readonly { readonly folder: RegExp; readonly reason: string }[] = [
  {
    folder: /^proxy-core\/(?:service|headless\/(?!panel\/panel-server))/,
    reason: 'the command line and the service speak English',
  },
  {
    folder: /^proxy-core\/service\//,
    reason: 'said before a screen is up: by the command line, or where a desktop cannot begin',
  },
  { folder: /^proxy-core\/language\//, reason: 'the German itself' },
  { folder: /^electron\/(?:strings|tray)\//, reason: 'the shell’s own catalogue' },
  {
    folder: /^electron\/(?:security|windows|autostart|crash-log)/,
    reason: 'what the system and browsers read',
  },
];

/** Files that write other texts than a screen shows: what they throw is collected, and nothing else. */
const filesOfOthers: readonly { readonly file: RegExp; readonly reason: string }[] = [
  { file: /^proxy-core\/setup\/client-profile\//, reason: 'what is saved for a mail program' },
  {
    file: /^proxy-core\/setup\/(admin-script|admin-script-parts|powershell-text)\.ts$/,
    reason: 'PowerShell',
  },
  { file: /^proxy-core\/oauth\/receiver-page\.ts$/, reason: 'a page of its own in the browser' },
  { file: /^proxy-core\/accounts\/presets\/domains\.ts$/, reason: 'domains' },
  { file: /^proxy-core\/accounts\/presets\/preset\.ts$/, reason: 'how a fact is known' },
];

/** Calls whose texts go to a mail program, to the log or into a cipher, and to no screen. */
const callsOfOthers: readonly {
  readonly callee: RegExp;
  readonly file?: RegExp;
  readonly reason: string;
}[] = [
  { callee: /logger\.(?:debug|info|warn|error)$/i, reason: 'the log' },
  {
    callee: /^(?:this\.)?#?(?:fail|send|say|toLines|wire|bad|startTls)$/,
    file: /^proxy-core\/mail\//,
    reason: 'an answer to a mail program',
  },
  {
    callee: /asciiWireText$|utf8WireText$|\.farewell$|\.close$/,
    file: /^proxy-core\/(?:mail|relay)\//,
    reason: 'an answer to a mail program',
  },
  { callee: /^(?:SaslError|TypeError|DOMException)$/, reason: 'an answer to a mail program, or a slip' },
  { callee: /\.#once$/, reason: 'names of turns' },
  { callee: /\.#refuse$/, file: /loopback-receiver/, reason: 'a page of its own in the browser' },
];

/** Properties that say where a fact was read, or hold names of the protocols. */
const propertiesOfOthers = new Set([
  'fact',
  'from',
  'source',
  'scopes',
  'content-type',
  'proxy-authorization',
  'endsEarly',
]);

/** What looks like a text for people and is none. */
const noTexts: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /^(?:-ERR |\+OK |[2-5]\d\d |IMPLEMENTATION )/, reason: 'an answer to a mail program' },
  {
    text: /^(?:The literal is too large|Not before the login|TLS is active already|STARTTLS is not offered here)\.$|^Too slow$/,
    reason: 'an answer to a mail program',
  },
  { text: /^(?:user=|n,a=|auth=)/, reason: 'SASL' },
  { text: /offline_access$/, reason: 'scopes' },
  { text: /^(?:GET|POST|Bearer) |charset=/, reason: 'HTTP' },
  { text: /redacted\]|hidden\]|octets\]/, reason: 'what is blotted out' },
  {
    text: /^(?:first name|first value|oauth client|shared mailbox|smtp user)$/,
    reason: 'a name in the code',
  },
  { text: /^(?:Application Support|CN=Mailwicket .*|mailwicket vault .*)$/, reason: 'a name outside' },
  { text: /\((?:from DavMail|imported)\)/, reason: 'a name that a client is given, and keeps' },
  { text: /^(?:connect time-out|the client left|this key opens this vault)$/, reason: 'never shown' },
  { text: /^(?:this\.#?|STARTTLS (?:inside|was heard))/, reason: 'a slip of the program' },
];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

const childOf = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};
const childrenOf = (node: Node, key: string): readonly Node[] => {
  const value: unknown = node[key];
  return Array.isArray(value) ? value.filter((each: unknown) => isNode(each)) : [];
};

/** A place where a value stands, by the name that it has in the source. */
interface Hole {
  readonly hole: string;
}
type Form = readonly (string | Hole)[];

const mostForms = 16;
const transparent = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
]);

/** The texts of one source file. */
class SourceTexts {
  readonly #source: string;
  readonly #program: Node;
  readonly #names: { readonly name: string; readonly scope: Node; readonly stands: Node | undefined }[] = [];
  readonly #file: string;
  readonly #onlyThrown: boolean;
  readonly #found: { readonly text: string; readonly origin: Node }[] = [];
  /** Parts of sentences, which are found in those. */
  readonly #inlined = new Set<Node>();
  /** Those that also stand by themselves. */
  readonly #standing = new Set<Node>();

  constructor(file: string, source: string) {
    this.#file = file;
    this.#source = source;
    const program: unknown = parseSync(file, source, { lang: 'ts' }).program;
    if (!isNode(program)) throw new Error(`${file} is no program`);
    this.#program = program;
    this.#onlyThrown = filesOfOthers.some((each) => each.file.test(file));
  }

  read(): readonly string[] {
    this.#learnNames(this.#program, this.#program);
    this.#walk(this.#program, this.#onlyThrown ? 'skip' : 'take');
    const texts = this.#found
      .filter(({ origin }) => !this.#inlined.has(origin) || this.#standing.has(origin))
      .map(({ text }) => text);
    return [...new Set(texts)];
  }

  /** What the names of the file stand for, and where: a parameter stands for no text. */
  #learnNames(node: Node, scope: Node): void {
    const params = childrenOf(node, 'params');
    for (const parameter of params) this.#learnParameter(parameter, node);
    if (node.type === 'VariableDeclarator') {
      const id = childOf(node, 'id');
      const name = id?.['name'];
      if (typeof name === 'string') this.#names.push({ name, scope, stands: childOf(node, 'init') });
      else if (id !== undefined) this.#learnParameter(id, scope);
    }
    const inner = node.type === 'BlockStatement' || params.length > 0 ? node : scope;
    for (const child of this.#inside(node)) this.#learnNames(child, inner);
  }

  #learnParameter(node: Node, scope: Node): void {
    const name = node['name'];
    if (node.type === 'Identifier' && typeof name === 'string')
      this.#names.push({ name, scope, stands: undefined });
    for (const child of this.#inside(node)) this.#learnParameter(child, scope);
  }

  #meaningOf(identifier: Node): Node | undefined {
    const name = identifier['name'];
    return this.#names
      .filter(
        (each) =>
          each.name === name && each.scope.start <= identifier.start && identifier.end <= each.scope.end,
      )
      .toSorted((a, b) => a.scope.end - a.scope.start - (b.scope.end - b.scope.start))
      .at(0)?.stands;
  }

  #inside(node: Node): readonly Node[] {
    return Object.values(node).flatMap((value): readonly Node[] =>
      isNode(value)
        ? [value]
        : Array.isArray(value)
          ? value.filter((each: unknown): each is Node => isNode(each))
          : [],
    );
  }

  #walk(node: Node, mode: 'take' | 'skip'): void {
    if (node.type === 'ImportDeclaration' || /^TS(?!As|Satisfies|NonNull|Parameter)/.test(node.type)) return;
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = childOf(node, 'callee');
      const name = callee === undefined ? '' : this.#source.slice(callee.start, callee.end);
      const thrown = node.type === 'NewExpression' && name.endsWith('Error');
      const skipped = callsOfOthers.some(
        (each) => each.callee.test(name) && (each.file?.test(this.#file) ?? true),
      );
      if (callee !== undefined) this.#walk(callee, mode);
      for (const argument of childrenOf(node, 'arguments')) {
        // a slip of the program begins in small letters
        const slip = name === 'Error' && /^[`'"]?[a-z]/.test(this.#source.slice(argument.start));
        this.#walk(argument, skipped || slip ? 'skip' : thrown ? 'take' : mode);
      }
      return;
    }
    if (node.type === 'Property' || node.type === 'PropertyDefinition') {
      const key = childOf(node, 'key');
      const name = key?.['name'] ?? key?.['value'];
      const value = childOf(node, 'value');
      const skipped = typeof name === 'string' && propertiesOfOthers.has(name);
      if (value !== undefined) this.#walk(value, skipped ? 'skip' : mode);
      return;
    }
    if (node.type === 'Identifier') {
      const meaning = this.#meaningOf(node);
      if (meaning !== undefined) this.#standing.add(meaning);
      return;
    }
    if (isTextual(node)) {
      if (mode === 'take') for (const form of this.#formsOf(node)) this.#take(form, node);
      // texts inside of calls and tables within a text
      for (const child of this.#inside(node)) if (!isLiteral(child)) this.#walkHoles(child, mode);
      return;
    }
    for (const child of this.#inside(node)) if (!isOnlyNamed(node, child)) this.#walk(child, mode);
  }

  #walkHoles(node: Node, mode: 'take' | 'skip'): void {
    // a name in a text is taken with the text
    if (isLiteral(node) || node.type === 'Identifier') return;
    if (isTextual(node) || transparent.has(node.type))
      for (const child of this.#inside(node)) this.#walkHoles(child, mode);
    else this.#walk(node, mode);
  }

  #take(form: Form, origin: Node): void {
    for (const text of sentencesOf(form)) this.#found.push({ text, origin });
  }

  /** What an expression can say. A sentence of its own inside is left out: it is found where it stands. */
  #formsOf(node: Node): readonly Form[] {
    if (transparent.has(node.type)) {
      const inner = childOf(node, 'expression');
      return inner === undefined ? [] : this.#formsOf(inner);
    }
    switch (node.type) {
      case 'Literal':
        return typeof node['value'] === 'string' ? [[node['value']]] : [[this.#holeOf(node)]];
      case 'TemplateLiteral': {
        const expressions = childrenOf(node, 'expressions');
        return childrenOf(node, 'quasis').reduce<readonly Form[]>(
          (forms, quasi, index) => {
            const cooked = cookedOf(quasi);
            const expression = expressions[index];
            const next = expression === undefined ? [[]] : this.#insideForms(expression).map(asOwnSentence);
            return join2(join2(forms, [[cooked]]), next);
          },
          [[]],
        );
      }
      case 'BinaryExpression': {
        const left = childOf(node, 'left');
        const right = childOf(node, 'right');
        if (node['operator'] !== '+' || left === undefined || right === undefined)
          return [[this.#holeOf(node)]];
        return join2(this.#insideForms(left), this.#insideForms(right));
      }
      case 'ConditionalExpression':
        return ['consequent', 'alternate'].flatMap((key) => {
          const branch = childOf(node, key);
          return branch === undefined ? [] : this.#insideForms(branch);
        });
      case 'LogicalExpression':
        return ['left', 'right'].flatMap((key) => {
          const side = childOf(node, key);
          return side === undefined || side['value'] === '' ? [] : this.#insideForms(side);
        });
      default:
        return [[this.#holeOf(node)]];
    }
  }

  #insideForms(node: Node): readonly Form[] {
    if (node.type === 'Identifier') {
      const constant = this.#meaningOf(node);
      if (constant !== undefined && isTextual(constant)) {
        const forms = this.#formsOf(constant);
        // a whole sentence is a text of its own; a part of one belongs to those that name it
        if (forms.every((form) => !isWhole(form))) {
          this.#inlined.add(constant);
          return forms;
        }
        // ' A copy is kept.', or nothing
        if (forms.every((form) => form.length === 0 || /^(?: |$)/.test(written(form)))) return [[]];
      }
      return [[this.#holeOf(node)]];
    }
    return this.#formsOf(node);
  }

  #holeOf(node: Node): Hole {
    const words = this.#source.slice(node.start, node.end).match(/[A-Za-z]\w*/g) ?? [];
    return { hole: words.findLast((word) => word !== 'String' && word !== 'slice') ?? 'value' };
  }
}

/** What is declared, compared or asked for a property is not said by that. */
function isOnlyNamed(node: Node, child: Node): boolean {
  if (child.type !== 'Identifier') return false;
  switch (node.type) {
    case 'VariableDeclarator':
      return child === node['id'];
    case 'MemberExpression':
      return true;
    case 'BinaryExpression':
      return node['operator'] !== '+';
    default:
      return false;
  }
}

function isLiteral(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'TemplateElement';
}

/** Whether an expression is a text, or chooses between texts. */
function isTextual(node: Node): boolean {
  if (transparent.has(node.type)) {
    const inner = childOf(node, 'expression');
    return inner !== undefined && isTextual(inner);
  }
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string';
    case 'TemplateLiteral':
      return true;
    case 'BinaryExpression':
      return (
        node['operator'] === '+' &&
        ['left', 'right'].some((key) => {
          const side = childOf(node, key);
          return side !== undefined && isTextual(side);
        })
      );
    case 'ConditionalExpression':
      return ['consequent', 'alternate'].some((key) => {
        const side = childOf(node, key);
        return side !== undefined && isTextual(side);
      });
    case 'LogicalExpression': {
      const right = childOf(node, 'right');
      return node['operator'] !== '&&' && right !== undefined && isTextual(right);
    }
    default:
      return false;
  }
}

function cookedOf(quasi: Node): string {
  const value: unknown = quasi['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'
    ? value.cooked
    : '';
}

function join2(left: readonly Form[], right: readonly Form[]): readonly Form[] {
  return left.flatMap((a) => right.map((b) => [...a, ...b])).slice(0, mostForms);
}

/** A part that begins with a space and a capital is a sentence that follows. */
function asOwnSentence(form: Form): Form {
  const [first] = form;
  return typeof first === 'string' && /^ [\p{Lu}“]/u.test(first) ? [sentenceMark, ...form] : form;
}

function isWhole(form: Form): boolean {
  const text = written(form).trim();
  return /^[\p{Lu}“{]/u.test(text) && /[.!?](?: |$)/.test(text);
}

function written(form: Form): string {
  return form.map((part) => (typeof part === 'string' ? part : `{{${part.hole}}}`)).join('');
}

const sentenceMark = '¶';
const betweenSentences = /¶|(?<=[.!?…][”’)]?) (?=[\p{Lu}“(]|\{\{)/u;
/** Two values with nothing but space between them are one. */
const neighbours = /\{\{\w+\}\}(?:\s*\{\{(\w+)\}\})+/g;

function sentencesOf(form: Form): readonly string[] {
  return written(form)
    .replace(neighbours, '{{$1}}')
    .split(betweenSentences)
    .map((sentence) => sentence.trim())
    .filter((sentence) => {
      const words = sentence.replace(/\{\{\w+\}\}/g, '');
      if (noTexts.some(({ text }) => text.test(sentence))) return false;
      return /\p{Ll}{2}/u.test(words) && /\S\s+\S/.test(sentence) && !/[<>]|\n|:\/\/\S+ \S+:\/\//.test(words);
    });
}

/** Every text of the core that a screen can show, in the order of its files. */
export function coreTexts(): readonly CoreText[] {
  const files = folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !foldersOfOthers.some(({ folder }) => folder.test(file)))
    .toSorted();
  return files.flatMap((file) =>
    new SourceTexts(file, readFileSync(join(root, file), 'utf8'))
      .read()
      .map((text) => ({ text, place: file })),
  );
}
