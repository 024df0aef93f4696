import { createInstance, type i18n as I18n } from 'i18next';
import type { Message, MessageCode, MessageParam, Texts } from './message.ts';
import { en } from './en.ts';

/** Makes the text of a message in one language. */
export type MessageFormatter = (message: Message) => string;

/** The parts of the catalogue, as i18next's resources. */
export const namespaces = ['screens', 'tray', 'core'] as const;

/** An i18next instance that holds the texts of one language, and English for what it does not have. */
export function createTexts(language: string, texts: Texts): I18n {
  const i18n = createInstance();
  // with the resources at hand it is ready when the call returns
  void i18n.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en, [language]: texts },
    ns: [...namespaces],
    defaultNS: 'screens',
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return i18n;
}

/** Messages that only hold others, or words: what stands between those. */
const separators: Readonly<Partial<Record<MessageCode, string>>> = {
  'common.verbatim': '',
  'common.sentences': ' ',
  'common.list': ', ',
  'common.clauses': '; ',
  'common.lines': '\n',
};

/** Formats messages with an i18next instance, in the language that it has at each call. */
export function messageFormatter(i18n: Pick<I18n, 't'>): MessageFormatter {
  const value = (param: MessageParam): string | number => {
    if (typeof param === 'string' || typeof param === 'number') return param;
    return 'code' in param ? format(param) : param.map(format).join(' ');
  };
  const format = ({ code, params = {} }: Message): string => {
    const between = separators[code];
    const [only] = Object.values(params);
    // nothing of these is in a language, and a log of ten thousand lines is full of them
    if (between !== undefined && only !== undefined)
      return typeof only === 'object' && !('code' in only)
        ? only.map(format).join(between)
        : String(value(only));
    const values = Object.entries(params).map(([name, param]) => [name, value(param)] as const);
    // the screens teach i18next's types their own keys, and no others
    const text: unknown = Reflect.apply(i18n.t, i18n, [code, { ns: 'core', ...Object.fromEntries(values) }]);
    return typeof text === 'string' ? text : code;
  };
  return format;
}

/** The text of a message in English: for logs, mail programs, and whoever reads an error's `message`. */
export const inEnglish: MessageFormatter = messageFormatter(createTexts('en', en));
