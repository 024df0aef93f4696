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
  readonly browserLabel: string;
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
