/** The names under which preload scripts and the main process speak. */
export const channels = {
  /** (name, input): a command of the core. */
  run: 'mailwicket:run',
  /** (name, input): something of the host. */
  host: 'mailwicket:host',
  /** (topic, id): what there is of a topic comes once to this subscriber, then what is new comes to all. */
  subscribe: 'mailwicket:subscribe',
  /** Pushed: {to?, snapshot}. */
  snapshot: 'mailwicket:snapshot',
  /** Pushed: {to?, entries}. */
  activity: 'mailwicket:activity',
  /** The sign-in bar: what its buttons ask for. */
  barAct: 'sign-in-bar:act',
  /** The sign-in bar: the person's answer to its question. */
  barAnswer: 'sign-in-bar:answer',
  /** The sign-in bar is ready to be told. */
  barReady: 'sign-in-bar:ready',
  /** Pushed: what the bar shows. */
  barState: 'sign-in-bar:state',
} as const;

/** What the network asks the person. */
export type SignInBarQuestion = {
  readonly text: string;
  readonly answerLabel: string;
  readonly declineLabel: string;
} & (
  | { readonly kind: 'login'; readonly userLabel: string; readonly passwordLabel: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
);

/** What the bar above a sign-in page shows. Texts are in the person's language. */
export interface SignInBarState {
  readonly language: string;
  readonly account: string;
  /** The code to enter at the page, for device codes. */
  readonly code?: string;
  readonly address: { readonly kind: 'secure' | 'this-machine' | 'loading'; readonly origin: string };
  /** The address's kind in words. */
  readonly addressHint: string;
  /** What went wrong. */
  readonly trouble?: string;
  readonly question?: SignInBarQuestion;
  /** Left out where the sign-in has ended. */
  readonly browserLabel?: string;
  readonly cancelLabel: string;
}

/** What the bar's preload script puts at `window.signInBar`. */
export interface SignInBarBridge {
  /** Calls back with what to show, now and after every change. */
  onState(listener: (state: SignInBarState) => void): void;
  useBrowser(): void;
  cancel(): void;
  /** Answers the question: user and password, or the choice's index; nothing where the person has none. */
  answer(values: readonly string[]): void;
}
