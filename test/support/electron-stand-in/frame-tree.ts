import { fromChromium } from './scheme-address.ts';
import { StandInFrame } from './web-frame.ts';

/** What is read of Chromium's events; playwright-core types them, but gives their names to nobody. */

export interface FrameAttached {
  readonly frameId: string;
  readonly parentFrameId: string;
}

export interface FrameDetached {
  readonly frameId: string;
  readonly reason: 'remove' | 'swap';
}

export interface WorldMade {
  readonly context: { readonly id: number; readonly name: string; readonly auxData?: unknown };
}

export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  /** There when a server's redirect led here. */
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    readonly urlFragment?: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postData?: string;
  };
}

/** The frames of one page by Chromium's names, and where their preload worlds are. */
export class FrameTree {
  readonly main = new StandInFrame(null);
  readonly #frames = new Map<string, StandInFrame>();
  readonly #worlds = new Map<number, { readonly frameId: string; readonly name: string }>();
  #mainId: string | undefined;

  constructor() {
    StandInFrame.moved(this.main, '');
  }

  /** Takes the main frame's name, known once the page is there. */
  begin(mainId: string): void {
    this.#mainId = mainId;
    this.#frames.set(mainId, this.main);
  }

  isMain(frameId: string): boolean {
    return frameId === this.#mainId;
  }

  frame(frameId: string): StandInFrame | undefined {
    return this.#frames.get(frameId);
  }

  attached({ frameId, parentFrameId }: FrameAttached): void {
    this.#frames.set(frameId, new StandInFrame(this.#frames.get(parentFrameId) ?? this.main));
  }

  detached({ frameId, reason }: FrameDetached): void {
    const frame = this.#frames.get(frameId);
    if (reason === 'swap' || frame === undefined) return;
    StandInFrame.removed(frame);
    this.#frames.delete(frameId);
  }

  /** Notes where a frame has come to; its URL as the app knows it. */
  moved(frameId: string, address: string): string {
    const url = fromChromium(address);
    const frame = this.#frames.get(frameId);
    if (frame !== undefined) StandInFrame.moved(frame, url);
    return url;
  }

  worldMade({ context }: WorldMade): void {
    const data = context.auxData;
    const frameId: unknown =
      typeof data === 'object' && data !== null ? Reflect.get(data, 'frameId') : undefined;
    if (typeof frameId === 'string') this.#worlds.set(context.id, { frameId, name: context.name });
  }

  worldGone(id: number): void {
    this.#worlds.delete(id);
  }

  worldsGone(): void {
    this.#worlds.clear();
  }

  /** The frame that a world belongs to. */
  frameOfWorld(id: number): StandInFrame | undefined {
    return this.frame(this.#worlds.get(id)?.frameId ?? '');
  }

  /** The main frame's world of this name, once it is there. */
  mainWorld(name: string): number | undefined {
    const found = [...this.#worlds].findLast(
      ([, world]) => world.name === name && this.isMain(world.frameId),
    );
    return found?.[0];
  }

  end(): void {
    StandInFrame.removed(this.main);
    this.#frames.clear();
    this.#worlds.clear();
  }
}
