import type { AuthInfo, Certificate } from 'electron';
import type { SignInBarQuestion } from '../ipc/channels.ts';
import type { Texts } from '../localizer.ts';

interface Pending {
  /** In the language of the moment. */
  readonly shown: () => SignInBarQuestion;
  /** What is asked: those that ask the same have the same answer. */
  readonly about: string;
  /** No values: the person has none to give. */
  readonly settle: (values: readonly string[]) => void;
}

/** What the network asks a person while a sign-in's page loads; the bar shows one question after the other. */
export class PageQuestions {
  readonly #texts: Texts;
  readonly #changed: () => void;
  #pending: readonly Pending[] = [];

  /** `changed`: another question is to be shown, or none. */
  constructor(options: { readonly texts: Texts; readonly changed: () => void }) {
    this.#texts = options.texts;
    this.#changed = options.changed;
  }

  get shown(): SignInBarQuestion | undefined {
    return this.#pending[0]?.shown();
  }

  /** A proxy wants to know who asks. `again`: it did not take what it was given. */
  askLogin(
    { host, port }: Pick<AuthInfo, 'host' | 'port'>,
    again: boolean,
    done: (user?: string, password?: string) => void,
  ): void {
    const texts = this.#texts;
    const proxy = `${host}:${String(port)}`;
    this.#ask({
      about: `login ${proxy}`,
      shown: () => ({
        kind: 'login',
        text: texts(again ? 'bar.proxy-login-again' : 'bar.proxy-login', { proxy }),
        userLabel: texts('bar.user'),
        passwordLabel: texts('bar.password'),
        answerLabel: texts('bar.answer'),
        declineLabel: texts('bar.decline'),
      }),
      settle: ([user, password]) => {
        if (user === undefined || password === undefined) done();
        else done(user, password);
      },
    });
  }

  /** A server wants a certificate of the person's. */
  askCertificate(
    host: string,
    certificates: readonly Certificate[],
    done: (certificate?: Certificate) => void,
  ): void {
    const texts = this.#texts;
    this.#ask({
      about: `certificate ${host}`,
      shown: () => ({
        kind: 'choice',
        text: texts('bar.certificate-wanted', { host }),
        choices: certificates.map(({ subjectName, issuerName, validExpiry }) => {
          const until = new Date(validExpiry * 1000).toISOString().slice(0, 10);
          return texts('bar.certificate-choice', { subject: subjectName, issuer: issuerName, until });
        }),
        answerLabel: texts('bar.answer'),
        declineLabel: texts('bar.decline'),
      }),
      settle: ([index]) => {
        const chosen = index === undefined ? undefined : certificates[Number(index)];
        if (chosen === undefined) done();
        else done(chosen);
      },
    });
  }

  /** The person's answer to what is shown. */
  answer(values: readonly string[]): void {
    const about = this.#pending[0]?.about;
    const answered = this.#pending.filter((one) => one.about === about);
    this.#pending = this.#pending.filter((one) => one.about !== about);
    for (const one of answered) one.settle(values);
    this.#changed();
  }

  /** Nobody is there to answer any more. */
  end(): void {
    const left = this.#pending;
    this.#pending = [];
    for (const one of left) one.settle([]);
  }

  #ask(question: Pending): void {
    this.#pending = [...this.#pending, question];
    this.#changed();
  }
}
