import { expect, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { TokenHistory } from '#core/oauth/cached-token.ts';

test('an outage that is told again and again is one event with the newest time; another trouble is a second', () => {
  const history = new TokenHistory();
  history.add({ at: 1, kind: 'issued' });
  for (const at of [2, 3, 4]) history.add({ at, kind: 'failed', detail: verbatim('The network is down.') });
  history.add({ at: 5, kind: 'failed', detail: verbatim('The provider is down.') });
  expect(history.list()).toEqual([
    { at: 1, kind: 'issued' },
    { at: 4, kind: 'failed', detail: 'The network is down.' },
    { at: 5, kind: 'failed', detail: 'The provider is down.' },
  ]);
});
