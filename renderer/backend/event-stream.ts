/** One server-sent event. */
export interface StreamedEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Cuts a stream of server-sent events into events (HTML Living Standard section 9.2.6; the subset that the
 * panel sends: `event`, `data`, comments).
 */
export class EventStreamParser {
  #rest = '';

  /** Takes a piece of the stream; gives the events that it completes. */
  feed(piece: string): StreamedEvent[] {
    const blocks = (this.#rest + piece).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let event = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        if (line.startsWith('event: ')) event = line.slice('event: '.length);
        else if (line.startsWith('data: ')) data.push(line.slice('data: '.length));
      }
      return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
    });
  }
}
