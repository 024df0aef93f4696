import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';

type Handler = Parameters<IpcMain['handle']>[1];

/** Electron's side of a call, without Electron. */
export class FakeIpc {
  readonly #handlers = new Map<string, Handler>();

  readonly main: Pick<IpcMain, 'handle' | 'removeHandler'> = {
    handle: (channel, handler) => void this.#handlers.set(channel, handler),
    removeHandler: (channel) => void this.#handlers.delete(channel),
  };

  get channels(): string[] {
    return [...this.#handlers.keys()];
  }

  async call(channel: string, event: IpcMainInvokeEvent, ...given: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`nobody hears ${channel}`);
    const answer: unknown = await handler(event, ...given);
    return answer;
  }
}

/** A page at an origin: what the registrar looks at, and what was pushed to it. */
export class FakePage {
  readonly sent: { readonly channel: string; readonly message: unknown }[] = [];
  readonly mainFrame: WebFrameMain;
  readonly contents: WebContents;

  constructor(origin: string) {
    this.mainFrame = this.frame(origin);
    this.contents = shaped<WebContents>({
      mainFrame: this.mainFrame,
      isDestroyed: () => false,
      send: (channel: string, message: unknown) => void this.sent.push({ channel, message }),
    });
  }

  frame(origin: string): WebFrameMain {
    return shaped<WebFrameMain>({ origin });
  }

  event(of: { readonly frame: WebFrameMain | null } = { frame: this.mainFrame }): IpcMainInvokeEvent {
    return shaped<IpcMainInvokeEvent>({ sender: this.contents, senderFrame: of.frame });
  }
}

/** An object with a part of the members of a large type; reading another one fails. */
function shaped<Whole extends object>(part: Partial<Whole>): Whole {
  const isWhole = (value: object): value is Whole => value === whole;
  const whole = new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined && !(name in target)) throw new Error(`the fake has no ${String(name)}`);
      return value;
    },
  });
  if (!isWhole(whole)) throw new TypeError('never');
  return whole;
}
