import { originOf } from './scheme-address.ts';

/** A frame of a page, as WebFrameMain shows it: the same object as long as the frame lives. */
export class StandInFrame {
  readonly #parent: StandInFrame | null;
  readonly #children = new Set<StandInFrame>();
  #url = '';
  #gone = false;

  constructor(parent: StandInFrame | null) {
    this.#parent = parent;
    if (parent !== null) parent.#children.add(this);
  }

  get url(): string {
    return this.#url;
  }

  get origin(): string {
    return originOf(this.#url);
  }

  get parent(): StandInFrame | null {
    return this.#parent;
  }

  get top(): StandInFrame | null {
    return this.#parent === null ? this : this.#parent.top;
  }

  get frames(): StandInFrame[] {
    return [...this.#children];
  }

  get detached(): boolean {
    return this.#gone;
  }

  isDestroyed(): boolean {
    return this.#gone;
  }

  static moved(one: StandInFrame, url: string): void {
    one.#url = url;
  }

  static removed(one: StandInFrame): void {
    one.#gone = true;
    if (one.#parent !== null) one.#parent.#children.delete(one);
    for (const child of one.#children) StandInFrame.removed(child);
  }
}
