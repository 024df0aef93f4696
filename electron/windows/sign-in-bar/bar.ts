import type { SignInBarBridge, SignInBarState } from '../../ipc/channels.ts';

/** The part of a page that the bar needs: the shell's types are those of Node, which knows no pages. */
interface PageElement {
  textContent: string | null;
  readonly dataset: Record<string, string | undefined>;
  hidden: boolean;
  /** Of fields. */
  value: string;
  setAttribute(name: string, value: string): void;
  replaceChildren(...children: readonly PageElement[]): void;
  focus(): void;
  addEventListener(event: 'click' | 'submit', listener: (event: { preventDefault(): void }) => void): void;
}

declare const document: {
  readonly documentElement: { lang: string };
  getElementById(id: string): PageElement | null;
  createElement(name: string): PageElement;
};
declare const window: { readonly signInBar: SignInBarBridge };

function element(id: string): PageElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is not there`);
  return found;
}

/** Shows what the main process says: as texts, never as HTML. */
function show(state: SignInBarState): void {
  const { account, code, address, addressHint } = state;
  document.documentElement.lang = state.language;
  element('account').textContent = code === undefined ? account : `${account} · ${code}`;
  const shown = element('address');
  shown.dataset['kind'] = address.kind;
  shown.setAttribute('aria-label', `${addressHint} ${address.origin}`);
  element('origin').textContent = address.origin;
  element('hint').textContent = addressHint;
  element('trouble').textContent = state.trouble ?? '';
  element('browser').textContent = state.browserLabel ?? '';
  element('browser').hidden = state.browserLabel === undefined;
  element('cancel').textContent = state.cancelLabel;
  showQuestion(state.question);
}

let asked: SignInBarState['question'];

function showQuestion(question: SignInBarState['question']): void {
  // the bar is told of every change: what is being typed stays
  if (JSON.stringify(question) === JSON.stringify(asked)) return;
  asked = question;
  element('question').hidden = question === undefined;
  const [user, password, choice] = [element('user'), element('password'), element('choice')];
  for (const field of [user, password]) field.value = '';
  if (question === undefined) return;
  element('question-text').textContent = question.text;
  element('answer').textContent = question.answerLabel;
  element('decline').textContent = question.declineLabel;
  for (const field of [user, password]) field.hidden = question.kind !== 'login';
  choice.hidden = question.kind !== 'choice';
  if (question.kind === 'login') {
    named(user, question.userLabel);
    named(password, question.passwordLabel);
    user.focus();
    return;
  }
  choice.replaceChildren(
    ...question.choices.map((text, index) => {
      const option = document.createElement('option');
      option.textContent = text;
      option.value = String(index);
      return option;
    }),
  );
  choice.focus();
}

function named(field: PageElement, label: string): void {
  field.setAttribute('aria-label', label);
  field.setAttribute('placeholder', label);
}

element('browser').addEventListener('click', () => window.signInBar.useBrowser());
element('question').addEventListener('submit', (event) => {
  event.preventDefault();
  const fields = asked?.kind === 'login' ? ['user', 'password'] : ['choice'];
  window.signInBar.answer(fields.map((id) => element(id).value));
});
element('decline').addEventListener('click', () => window.signInBar.answer([]));
element('cancel').addEventListener('click', () => window.signInBar.cancel());
window.signInBar.onState(show);
