import { constants } from 'node:os';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { Ask } from '../../support/electron-stand-in/control-messages.ts';
import type { DesktopCommand, DesktopConnection } from './desktop-connection.ts';
import { recorderSource } from './electron-recorder.ts';

/**
 * Starts an application on real Electron. Nothing in the application is there for tests: the recorder wraps
 * Electron's own Tray, Menu, Notification and shell.
 */
export async function startOnElectron(command: DesktopCommand): Promise<DesktopConnection> {
  const recorder = join(command.scratch, 'electron-recorder.cjs');
  await writeFile(recorder, recorderSource());
  const application = await _electron.launch({
    args: ['-r', recorder, command.application, ...command.args, ...switchesFor(command)],
    env: { ...command.env },
    // Chromium cannot have its sandbox when root runs it
    chromiumSandbox: process.getuid?.() !== 0,
  });
  return new ElectronConnection(application);
}

/** What of the machine of a test real Electron can be told; the rest is as it is. */
function switchesFor({ machine }: DesktopCommand): string[] {
  return [
    ...(machine.encryption === 'basic_text' && process.platform === 'linux'
      ? ['--password-store=basic']
      : []),
    ...(machine.languages?.[0] === undefined ? [] : [`--lang=${machine.languages[0]}`]),
  ];
}

/** How often real Electron is looked at while a test waits; nothing there says that something changed. */
const lookEvery = 100;

class ElectronConnection implements DesktopConnection {
  readonly exited: Promise<number>;
  readonly #application: ElectronApplication;
  #output = '';

  constructor(application: ElectronApplication) {
    this.#application = application;
    const child = application.process();
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  }

  get output(): string {
    return this.#output;
  }

  ask(ask: Ask): Promise<unknown> {
    return this.#application.evaluate((_electronModule, asked): unknown => {
      const answer: unknown = Reflect.get(globalThis, 'answerDesktopTest');
      if (typeof answer !== 'function') throw new Error('the recorder was not loaded');
      return Reflect.apply(answer, undefined, [asked]);
    }, ask);
  }

  page({ url }: { readonly url: string }): Promise<Page | undefined> {
    return Promise.resolve(this.#application.windows().find((page) => page.url() === url));
  }

  change(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, lookEvery);
    });
  }

  kill(): void {
    this.#application.process().kill('SIGKILL');
  }

  async end(): Promise<void> {
    this.kill();
    await this.exited;
  }
}
