import { createInstance, type i18n as I18n } from 'i18next';
import type { Message, MessageCode, MessageParam } from './message.ts';
import { en } from './en.ts';
import type { Texts } from './texts.ts';

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

/** Formats messages with an i18next instance, in the language that it has at each call. */
export function messageFormatter(i18n: Pick<I18n, 't'>): MessageFormatter {
  const value = (code: MessageCode, param: MessageParam): string | number => {
    if (typeof param === 'string' || typeof param === 'number') return param;
    return 'code' in param ? format(param) : param.map(format).join(between(code));
  };
  const format = ({ code, params = {} }: Message): string => {
    const values = Object.entries(params).map(([name, param]) => [name, value(code, param)] as const);
    // the screens teach i18next's types their own keys, and no others
    const text: unknown = Reflect.apply(i18n.t, i18n, [code, { ns: 'core', ...Object.fromEntries(values) }]);
    return typeof text === 'string' ? text : code;
  };
  return format;
}

/** The text of a message in English: for logs, mail programs, and whoever reads an error's `message`. */
export const inEnglish: MessageFormatter = messageFormatter(createTexts('en', en));

function between(code: MessageCode): string {
  switch (code) {
    case 'common.list':
      return ', ';
    case 'common.clauses':
      return '; ';
    case 'common.lines':
      return '\n';
    default:
      return ' ';
  }
}
