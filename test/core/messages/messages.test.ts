import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { de } from '#messages/de.ts';
import { en } from '#messages/en.ts';
import { createTexts, inEnglish, messageFormatter, type MessageFormatter } from '#messages/format.ts';
import { languageOf, languages } from '#messages/languages.ts';
import {
  clauses,
  isMessageCode,
  list,
  messageSchema,
  msg,
  sentences,
  verbatim,
  type Message,
  type Texts,
} from '#messages/message.ts';
import { localPassword, SystemBench } from '../../support/system-bench.ts';
import { hole, literalsBelow, literalsIn, type Literal } from './source-literals.ts';

const treeSchema: z.ZodType<Tree> = z.record(
  z.string(),
  z.lazy(() => z.union([z.string(), treeSchema])),
);
interface Tree {
  readonly [name: string]: string | Tree;
}

/** The texts of a tree, by their dotted names. */
function textsOf(tree: Tree, before = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, inner]) =>
      typeof inner === 'string' ? [[before + name, inner]] : [...textsOf(inner, `${before}${name}.`)],
    ),
  );
}

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();

const ending = (text: string): string => /[.?]$/.exec(text)?.[0] ?? '';
const marks = (text: string, mark: string): number => text.split(mark).length;

const english = textsOf(en);
const german = textsOf(de);
const inGerman = messageFormatter(createTexts('de', de));

describe('each language', () => {
  test('has the texts of English, and no others', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('has the values of English in each text', () => {
    const differing = [...english].filter(
      ([name, text]) => namesIn(german.get(name) ?? '').join() !== namesIn(text).join(),
    );
    expect(differing).toEqual([]);
  });

  test('ends each sentence as English does, and its quotation marks pair up', () => {
    const odd = [...german].filter(([name, text]) => {
      const original = english.get(name) ?? '';
      return (
        ending(text) !== ending(original) ||
        marks(text, '„') !== marks(text, '“') ||
        marks(original, '“') !== marks(original, '”') ||
        marks(text, '{{') !== marks(text, '}}') ||
        text.includes('  ')
      );
    });
    expect(odd).toEqual([]);
  });

  test('has typographic quotation marks and apostrophes, but in a command to copy', () => {
    const straight = [...english, ...german].filter(([, text]) => /["']/.test(text.replace(/chown.*$/, '')));
    expect(straight).toEqual([]);
  });

  test('names no value in a way that the library takes for an order of its own', () => {
    const taken = [
      'context',
      'defaultValue',
      'lng',
      'lngs',
      'ns',
      'ordinal',
      'replace',
      'joinArrays',
      'interpolation',
    ];
    expect([...english].filter(([, text]) => namesIn(text).some((name) => taken.includes(name)))).toEqual([]);
    expect([...english.values(), ...german.values()].filter((text) => text.includes('$t('))).toEqual([]);
  });
});

describe('every text is said', () => {
  const literals = literalsBelow('proxy-core', 'electron', 'renderer').filter(
    ({ file }) => !/^proxy-core\/messages\/(?:en|de)\.ts$/.test(file),
  );
  const said = new Set(literals.map(({ text }) => text));
  /** `state.${state}` names every text of the state. */
  const patterns = [...said]
    .filter((text) => text.includes(hole) && /^[\w-]+\.[\w.-]*$/.test(text.split(hole)[0] ?? ''))
    .map((text) => {
      const parts = text.split(hole).map((part) => part.replace(/[.\\^$*+?()[\]{}|]/g, '\\$&'));
      return new RegExp(`^${parts.join('[\\w-]+')}$`);
    });

  test.each([
    ['the core', en.core],
    ['the shell', en.tray],
  ])('by %s', (_whose, tree) => {
    const codes = [...textsOf(tree).keys()].map((name) => name.replace(/_(?:one|other)$/, ''));
    expect(codes.length).toBeGreaterThan(80);
    const unused = codes.filter((code) => !said.has(code) && !patterns.some((pattern) => pattern.test(code)));
    expect(unused).toEqual([]);
  });
});

/** A file, a call or a property whose strings are no texts for people's screens. */
interface Elsewhere {
  readonly file?: RegExp;
  readonly callee?: RegExp;
  readonly property?: RegExp;
  readonly text?: RegExp;
  readonly reason: string;
}

const elsewhere: readonly Elsewhere[] = [
  { callee: /logger\.(?:debug|info|warn|error)$/i, reason: 'the log' },
  {
    callee: /^(?:Error|TypeError|DOMException)$/,
    text: /^(?:[a-z#…]|STARTTLS |The (?:time is up|thread that opens certificates ))/,
    reason: 'a slip of the program: no one is told of it but in the log',
  },
  { file: /^proxy-core\/storage\/vault-entry\.ts$/, callee: /^super$/, reason: 'a slip of the program' },
  {
    file: /^proxy-core\/relay\//,
    callee: /^this\.#hangUp$|\.farewell$|\.close$/,
    reason: 'an answer to a mail program',
  },
  {
    file: /^proxy-core\/oauth\/receiver-page\.ts$/,
    text: /[<{]/,
    reason: 'markup and style of the page in the browser',
  },
  { file: /^proxy-core\/relay\/local-tls\.ts$/, text: /^(?:CN=|PRIVATE KEY$)/, reason: 'X.509' },
  {
    file: /^proxy-core\/setup\/(?:admin-script|admin-script-parts|powershell-text)\.ts$/,
    reason: 'PowerShell',
  },
  { file: /^proxy-core\/setup\/client-profile\//, reason: 'what is saved for a mail program' },
  { file: /^proxy-core\/setup\/import\/read-import\.ts$/, reason: 'the columns of a file' },
  { callee: /^underEndings$/, reason: 'domains' },
  {
    file: /^proxy-core\/contract\/providers\//,
    property: /^(?:fact|from|source)$/,
    reason: 'a note of where a fact was read',
  },
  { file: /^proxy-core\/contract\/providers\/preset\.ts$/, reason: 'how a fact is known' },
  { file: /^proxy-core\/contract\/providers\//, text: /^(?:…?\S*[:/]\S* ?)+|openid/, reason: 'scopes' },
  { file: /^proxy-core\/contract\/providers\//, property: /^name$/, reason: 'a name' },
  { callee: /^msg$/, property: /^endpoint$/, reason: 'an endpoint, as the provider’s papers call it' },
  { callee: /^certificateError$/, property: /^mark$/, reason: 'PEM' },
  { callee: /^msg$/, property: /^command$/, reason: 'a command to type' },
  {
    callee: /\.replaceAll(?:Later)?$/,
    property: /^name$/,
    text: /^account password$/,
    reason: 'a name that is kept, and that no screen tells',
  },
  { property: /^subject$/, text: /^the test$/, reason: 'whose token a test asks for: never told' },
  {
    text: /^Microsoft 365 \(from DavMail\)$|^Application Support$|^Application SMTP\.SendAsApp$/,
    reason: 'a name',
  },
  {
    file: /^proxy-core\/storage\/vault-entry\.ts$/,
    text: /^mailwicket vault |^this key opens/,
    reason: 'what is sealed',
  },
  {
    file: /^proxy-core\/storage\/postgresql\//,
    text: /^(?:\s*(?:select|insert|update|delete|with|create|rollback|listen|set) |select pg_notify)/,
    reason: 'SQL',
  },
  {
    file: /^proxy-core\/storage\/postgresql\//,
    callee: /\.(?:warn|info)$/,
    reason: 'the log',
  },
  { file: /^electron\/autostart\.ts$/, reason: 'a desktop entry, in all its languages' },
  { file: /^electron\/main\.ts$/, callee: /^stray$/, reason: 'the log' },
];

function isElsewhere({ file, text, callees, property }: Literal, one: Elsewhere): boolean {
  return (
    (one.file?.test(file) ?? true) &&
    (one.text?.test(text) ?? true) &&
    (one.property === undefined || (property !== undefined && one.property.test(property))) &&
    (one.callee === undefined || one.callee.test(callees[0] ?? ''))
  );
}

/** Two words of a language, a space between; or a word that is given to a message as a value. */
function looksLikeEnglish({ text, callees, property, places }: Literal): boolean {
  const words = text.replaceAll(hole, '…');
  if (/\p{L}{2,} \p{L}{2,}/u.test(words) || /^[^/]*\p{Ll}{2,}[.!?]$/u.test(words))
    return !isMessageCode(words);
  const given =
    callees[0] === 'verbatim' ||
    callees[0] === 'list' ||
    (callees[0] === 'msg' && (property !== undefined || places[0] !== 0));
  return given && /^\p{Lu}?\p{Ll}{2,}$/u.test(words);
}

/** The strings that are a sentence for people and have no code. */
const withoutCode = (literals: readonly Literal[]): readonly Literal[] =>
  literals.filter(
    (literal) => looksLikeEnglish(literal) && !elsewhere.some((one) => isElsewhere(literal, one)),
  );

describe('no sentence for people stands in the sources', () => {
  const folders = [
    'accounts',
    'commands',
    'contract/providers',
    'diagnosis',
    'errors',
    'network',
    'oauth',
    'relay',
    'setup',
    'storage',
  ];
  const literals = literalsBelow(...folders.map((folder) => `proxy-core/${folder}`), 'electron');

  test('but in the texts of a language', () => {
    expect(literals.length).toBeGreaterThan(3_000);
    expect(withoutCode(literals).map(({ file, line, text }) => `${file}:${String(line)} ${text}`)).toEqual(
      [],
    );
  });

  test('every exception is still needed', () => {
    const sentencesThere = literals.filter(looksLikeEnglish);
    const unneeded = elsewhere.filter((one) => !sentencesThere.some((literal) => isElsewhere(literal, one)));
    expect(unneeded).toEqual([]);
  });

  test.each([
    ["throw new AError('gone', verbatim('The vault is gone.'));"],
    ["const fix = 'Sign in again, please';"],
    ['const text = `The vault ${folder} is gone.`;'],
    ["msg('settings.at', { what: 'secret' });"],
    ["const found = { text: open ? 'Open it' : undefined };"],
  ])('one is found: %s', (source) => {
    expect(withoutCode(literalsIn('proxy-core/oauth/a.ts', source))).toHaveLength(1);
  });

  test.each([
    ["logger.warn('The vault is gone.');"],
    ["throw new Error('the vault is gone');"],
    ["msg('settings.nothing', { host });"],
    ["type A = 'two words';"],
    ["import a from 'two words';"],
  ])('none is found: %s', (source) => {
    expect(withoutCode(literalsIn('proxy-core/oauth/a.ts', source))).toEqual([]);
  });
});

/** What of a text is not a value goes between marks. */
function marked(text: string): string {
  return text
    .split(/(\{\{\w+\}\})/)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : `⟦${part}⟧`))
    .join('');
}

function markedTree(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, inner]) => [
      name,
      typeof inner === 'string' ? marked(inner) : markedTree(inner),
    ]),
  );
}

/** A language nobody speaks, made as a new one is: an object with the texts of English. */
const textsSchema = z.custom<Texts>((value) => {
  const tree = treeSchema.safeParse(value);
  return tree.success && [...textsOf(tree.data).keys()].join() === [...english.keys()].join();
});
const pseudo = textsSchema.parse(markedTree(en));
const inPseudo = messageFormatter(createTexts('qps', pseudo));

/** The values of a text: what stands outside of the marks. */
const valuesIn = (text: string): string => text.replace(/⟦[^⟧]*⟧/g, '\n');

/** The messages in what a backend sends. */
function messagesIn(value: unknown): readonly Message[] {
  const message = messageSchema.safeParse(value);
  if (message.success) return [message.data];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(messagesIn) : [];
}

describe('what a running gateway says', () => {
  const anna = 'anna@example.org';
  const client = 'Acme Inc. Mail';
  const refusal = '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';
  let bench: SystemBench;
  const said: Message[] = [];

  const hear = (value: unknown): void => void said.push(...messagesIn(value));

  beforeAll(async () => {
    bench = await SystemBench.start();
    const { running, sandbox } = bench;
    const { gateway } = running;
    const look = async (): Promise<void> => {
      await gateway.reload();
      hear(gateway.snapshot);
    };
    const check = async (): Promise<void> => {
      hear(await gateway.run('check', { account: anna }));
      await look();
    };
    await running.addDesktopClient(client);
    hear(await gateway.run('account-authorize', { account: anna }));
    await running.addSignedInAccount(anna, localPassword, client);
    await check();
    for (const protocol of ['imap', 'pop', 'smtp'] as const) await bench.answer(protocol, anna);
    await bench.answer('imap', anna, 'wrong');
    await bench.answer('pop', 'nobody@example.org');
    sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: refusal }, Infinity);
    await check();
    await bench.answer('smtp', anna);
    sandbox.smtp.faults.clear();
    sandbox.imap.faults.nextLogin({ kind: 'not-connected' }, Infinity);
    await bench.answer('imap', anna);
    await check();
    sandbox.imap.faults.clear();
    const { servers } = running.endpoints();
    const gone = { host: '127.0.0.1', port: 1, tls: 'implicit' } as const;
    hear(await gateway.run('client-update', { client, change: { servers: { ...servers, pop: gone } } }));
    await check();
    await bench.answer('pop', anna);
    sandbox.provider.revokeUser(anna);
    sandbox.provider.expireTokensNow();
    await check();
    await bench.answer('imap', anna);
    for (const networkProxy of ['http://127.0.0.1:1', 'no proxy'])
      hear(await gateway.run('settings-set', { networkProxy }));
    hear(await gateway.run('settings-set', { extraCertificateAuthorities: ['/nowhere/ca.pem'] }));
    hear(await gateway.run('account-add', { address: anna, client }));
    hear(await gateway.run('account-add', { address: 'bo@example.org', client: 'none' }));
    hear(await gateway.run('account-remove', { account: 'bo@example.org' }));
    hear(await gateway.run('client-remove', { client }));
    hear(await gateway.run('password-new', { account: anna, name: 'secret' }));
    hear(await gateway.run('account-pause', { account: anna }));
    hear(await gateway.run('account-sign-out', { account: anna }));
    await look();
    hear(gateway.activity.entries());
  }, 120_000);

  afterAll(() => bench.stop());

  test('is heard: lines of activity, steps of checks, problems', () => {
    const codes = new Set(said.map(({ code }) => code));
    expect(said.length).toBeGreaterThan(60);
    expect(codes.size).toBeGreaterThan(30);
  });

  test('comes from the texts of the language, but for names, numbers and the words of servers', () => {
    const own = new Set([
      'Sandbox throw-away CA',
      `Set-CASMailbox -Identity '${anna}' -SmtpClientAuthenticationDisabled $false`,
      client,
      'secret',
      'no proxy',
      'none',
      refusal,
      'User is authenticated but not connected.',
    ]);
    const technical = /^\P{L}*$|[\d@/\\:_=]|^\P{L}*(?:\p{Lu}+|\p{L}+(?:\.\p{L}+)+)\P{L}*$/u;
    const strange = said.filter((message) => {
      const rest = [...own].reduce((text, name) => text.replaceAll(name, '\n'), valuesIn(inPseudo(message)));
      return rest.split(/\s+/).some((word) => !technical.test(word));
    });
    expect(strange.map((message) => inPseudo(message))).toEqual([]);
  });

  test('says the same values in every language, and leaves no place of one open', () => {
    for (const message of said) {
      for (const format of [inEnglish, inGerman, inPseudo]) {
        const text = format(message);
        expect(text).not.toMatch(/\{\{|\}\}|\[object|undefined/);
        expect(text).not.toBe(message.code);
      }
    }
  });
});

describe('a value', () => {
  const formats: readonly (readonly [string, MessageFormatter])[] = [
    ['English', inEnglish],
    ['German', inGerman],
  ];

  test.each(formats)(
    'that is the name of a text, a word of a sentence or several is left alone (%s)',
    (_name, format) => {
      for (const name of [
        'Acme Inc. Mail',
        'secret',
        'settings.tryAgainLater',
        'Try again later.',
        'Sign in again. Try again later.',
        '{{name}}',
        '$t(settings.tryAgainLater)',
        'a & b <c> "d"',
        '{{- name}}',
        '',
      ]) {
        const parts = format(msg('accounts.noAccount', { address: '\u{1}' })).split('\u{1}');
        expect(parts).toHaveLength(2);
        expect(format(msg('accounts.noAccount', { address: name }))).toBe(parts.join(name));
        expect(format(verbatim(name))).toBe(name);
      }
    },
  );

  test('that is itself a text is put into the person’s language, with its own values', () => {
    const message = msg('storage.pathCannotBeRead', { path: '/a', why: msg('storage.diskFull') });
    expect(inEnglish(message)).toBe('/a cannot be read: the disk is full.');
    expect(inGerman(message)).toContain(de.core.storage.diskFull);
    expect(inGerman(message)).not.toContain(en.core.storage.diskFull);
  });

  test('that is several is a list, clauses or sentences', () => {
    expect(inEnglish(list(['a', verbatim('b')]))).toBe('a, b');
    expect(inEnglish(clauses([verbatim('a'), verbatim('b')]))).toBe('a; b');
    expect(inEnglish(sentences(verbatim('A.'), undefined, verbatim('B.')))).toBe('A. B.');
    expect(sentences(verbatim('A.'), undefined)).toEqual(verbatim('A.'));
  });
});

describe('another language', () => {
  test('is one object of texts, all of which are shown', () => {
    const i18n = createTexts('qps', pseudo);
    for (const [name, text] of english) {
      const [part = '', ...rest] = name.split('.');
      expect(
        i18n.t(rest.join('.').replace(/_(?:one|other)$/, ''), {
          ns: part,
          count: name.endsWith('_one') ? 1 : 2,
          skipInterpolation: true,
        }),
      ).toBe(marked(text));
    }
  });

  test('is found by the tags of a person’s system; English where there is none', () => {
    expect(Object.keys(languages)).toEqual(['en', 'de']);
    expect(languageOf(['de-AT', 'en'])).toBe('de');
    expect(languageOf(['tlh', 'de'])).toBe('de');
    expect(languageOf(['constructor', 'tlh'])).toBe('en');
  });

  test('is named nowhere else: what offers or reads languages takes them from one place', () => {
    const named = literalsBelow('proxy-core', 'electron', 'renderer').filter(
      ({ file, text }) => text === 'de' && !file.startsWith('proxy-core/messages/'),
    );
    expect(named).toEqual([]);
  });
});

describe('a message from the other side of a bridge', () => {
  test('is taken with a code that there is, and with no other', () => {
    const message = msg('storage.pathCannotBeRead', { path: '/a', why: msg('storage.diskFull') });
    expect(messageSchema.parse(JSON.parse(JSON.stringify(message)))).toStrictEqual(message);
    for (const code of ['storage', 'storage.none', 'constructor', 'common.list.length', '', 5])
      expect(messageSchema.safeParse({ code }).success).toBe(false);
    expect(isMessageCode('common.verbatim')).toBe(true);
  });
});
