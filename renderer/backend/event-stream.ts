/** How long after a lost connection the next try is made. Milliseconds. */
const firstPause = 500;
const longestPause = 10_000;

interface Following {
  readonly token: string;
  readonly received: (event: string, data: unknown) => void;
  /** `keyRefused`: the panel answers, but not to this token. */
  readonly connection: (connected: boolean, keyRefused: boolean) => void;
}

/** Follows the panel's events without end: a stream that ends or breaks off is asked for anew. */
export async function followEvents(following: Following): Promise<never> {
  let pause = firstPause;
  for (;;) {
    let began = false;
    let keyRefused = false;
    await readStream(following, { began: () => (began = true), refused: () => (keyRefused = true) }).catch(
      () => {
        // it broke off, or nobody answers: which of the two, `began` tells
      },
    );
    following.connection(false, keyRefused);
    pause = began ? firstPause : Math.min(pause * 2, longestPause);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Reads one stream until it ends. @throws - it broke off, or could not be asked for */
async function readStream(
  { token, received, connection }: Following,
  tell: Readonly<Record<'began' | 'refused', () => void>>,
): Promise<void> {
  const response = await fetch('/api/events', { headers: { Authorization: `Bearer ${token}` } });
  if (response.status === 401) tell.refused();
  if (!response.ok || response.body === null) return;
  tell.began();
  connection(true, false);
  const completed = eventStreamParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const { event, data } of completed(value)) received(event, JSON.parse(data));
  }
}

/**
 * Cuts a stream of server-sent events into events (HTML Living Standard section 9.2.6; the subset that the panel
 * sends: `event`, `data`, comments): takes a piece of the stream, gives the events that it completes.
 */
function eventStreamParser(): (piece: string) => { readonly event: string; readonly data: string }[] {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const valuesOf = (field: string): string[] =>
        block.split('\n').flatMap((line) => (line.startsWith(field) ? [line.slice(field.length)] : []));
      const data = valuesOf('data: ');
      return data.length === 0
        ? []
        : [{ event: valuesOf('event: ').at(-1) ?? 'message', data: data.join('\n') }];
    });
  };
}
