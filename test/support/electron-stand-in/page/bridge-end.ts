import { decodeClone, encodeClone, listOf } from './clone-text.ts';

/**
 * One of the two ends of contextBridge: the preload's world and the page's world share no object, only the
 * DOM, so they speak over events of an element that stands in no document and that the page never gets.
 * Events are synchronous, and so is a call. Runs inside pages, put there by its source.
 */
export class BridgeEnd {
  readonly #node: EventTarget;
  readonly #speak: string;
  readonly #kept = new Map<number, (...values: unknown[]) => unknown>();
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #forgotten = new FinalizationRegistry<number>((id) => this.#post('forget', id));
  readonly #onExpose: (key: string, api: unknown) => void;
  #next = 0;
  #answer: readonly unknown[] = [];

  /** `onExpose` takes what the other end exposes; what it throws is thrown there. */
  constructor(node: EventTarget, speak: string, hear: string, onExpose: (key: string, api: unknown) => void) {
    this.#node = node;
    this.#speak = speak;
    this.#onExpose = onExpose;
    node.addEventListener(hear, (event) => {
      if (event instanceof CustomEvent) this.#hear(String(event.detail));
    });
  }

  /** Makes a value of this end known to the other as its property `key`. */
  expose(key: string, api: unknown): void {
    this.#ask('expose', key, this.#encode(api));
  }

  #encode(value: unknown): string {
    return encodeClone(value, (one) => {
      if (typeof one === 'function')
        return `function ${this.#keep((...values) => Reflect.apply(one, undefined, values))}`;
      if (!(one instanceof Promise)) return undefined;
      this.#next += 1;
      const id = this.#next;
      one.then(
        (result: unknown) => this.#settle(id, result),
        (error: unknown) => this.#post('rejected', id, BridgeEnd.#messageOf(error)),
      );
      return `promise ${id}`;
    });
  }

  #settle(id: number, result: unknown): void {
    try {
      this.#post('fulfilled', id, this.#encode(result));
    } catch (error) {
      this.#post('rejected', id, BridgeEnd.#messageOf(error));
    }
  }

  #decode(text: unknown): unknown {
    return decodeClone(String(text), (name) => {
      const [kind, number] = name.split(' ');
      const id = Number(number);
      if (kind === 'promise') {
        return new Promise((resolve, reject) => {
          this.#pending.set(id, { resolve, reject });
        });
      }
      const call = (...values: unknown[]): unknown => this.#ask('call', id, this.#encode(values));
      this.#forgotten.register(call, id);
      return call;
    });
  }

  #keep(call: (...values: unknown[]) => unknown): number {
    this.#next += 1;
    this.#kept.set(this.#next, call);
    return this.#next;
  }

  #ask(...words: unknown[]): unknown {
    this.#answer = ['threw', 'the other world does not answer'];
    this.#post(...words);
    const [outcome, content] = this.#answer;
    if (outcome === 'threw') throw new Error(String(content));
    return this.#decode(content);
  }

  #post(...words: unknown[]): void {
    this.#node.dispatchEvent(new CustomEvent(this.#speak, { detail: JSON.stringify(words) }));
  }

  #hear(text: string): void {
    const [kind, first, second] = listOf(JSON.parse(text));
    switch (kind) {
      case 'call':
        this.#reply(() => {
          const values = this.#decode(second);
          const call = this.#kept.get(Number(first));
          if (call === undefined) throw new Error('this function is gone');
          return call(...listOf(values));
        });
        return;
      case 'expose':
        this.#reply(() => this.#onExpose(String(first), this.#decode(second)));
        return;
      case 'returned':
      case 'threw':
        this.#answer = [kind, first];
        return;
      case 'fulfilled':
      case 'rejected': {
        const waiting = this.#pending.get(Number(first));
        this.#pending.delete(Number(first));
        if (kind === 'fulfilled') waiting?.resolve(this.#decode(second));
        else waiting?.reject(new Error(String(second)));
        return;
      }
      case 'forget':
        this.#kept.delete(Number(first));
        return;
      default:
        throw new Error('not a word of the bridge');
    }
  }

  #reply(work: () => unknown): void {
    try {
      this.#post('returned', this.#encode(work()));
    } catch (error) {
      this.#post('threw', BridgeEnd.#messageOf(error));
    }
  }

  static #messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
  }
}
