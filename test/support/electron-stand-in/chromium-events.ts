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
