import {
  isMessageCode,
  type Message,
  type MessageCode,
  type MessageParam,
  type ValuesIn,
} from '#messages/message.ts';
import type { ErrorRemedy, Who } from '#contract/problem.ts';
import { inEnglish } from '#messages/format.ts';

/**
 * An error that a person can be told of: `text` says what happened, `fix` what to do; both are put into words where
 * they are shown. `message` is the English of `text`, for logs.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly text: Message;
  readonly fix: Message | undefined;
  readonly who: Who | undefined;

  constructor(
    code: Code,
    text: Message,
    fix?: Message,
    options: { readonly who?: Who | undefined; readonly cause?: unknown } = {},
  ) {
    super(inEnglish(text), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.text = text;
    this.fix = fix;
    this.who = options.who;
  }
}

/** Whether an error brings its own words. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof CodedError;
}

type Row<Code> = readonly [code: Code, fix: MessageCode, who?: Who, remedy?: ErrorRemedy];
type Make<Code, More, Made> = (
  code: Code,
  text: Message,
  fix: Message,
  who: Who | undefined,
  more?: More,
  remedy?: ErrorRemedy,
) => Made;
type Values = Readonly<Record<string, MessageParam>>;
/** By the text: the values that stand in it and in what to do. */
type ValuesOf<Table> = {
  [Text in keyof Table]: Text extends MessageCode
    ? Table[Text] extends readonly [string, infer Fix extends MessageCode, ...unknown[]]
      ? ValuesIn<Text | Fix>
      : never
    : never;
};

/**
 * Makes the errors of one kind by the text that says what happened.
 * @param make - makes one of what its row says
 * @param table - by the text: the error's code, what to do, who can, and what can be offered
 * @returns makes one; the values are those of the text and of what to do
 */
export function errorTable<Code extends string, More, Made, const Table extends Record<string, Row<Code>>>(
  make: Make<Code, More, Made>,
  table: Table,
): <const Text extends keyof Table>(
  text: Text,
  ...rest: undefined extends ValuesOf<Table>[Text]
    ? [values?: undefined, more?: More]
    : [values: ValuesOf<Table>[Text], more?: More]
) => Made;
export function errorTable<Code, More, Made>(
  make: Make<Code, More, Made>,
  table: Readonly<Record<string, Row<Code>>>,
): (...given: never) => Made {
  return (text: string, params?: Values, more?: More) => {
    const row = table[text];
    if (row === undefined || !isMessageCode(text)) throw new RangeError(text);
    const [code, fix, who, remedy] = row;
    return make(code, { code: text, params }, { code: fix, params }, who, more, remedy);
  };
}
