import { vi } from 'vitest';
import type * as Limits from '#core/relay/limits.ts';

// For tests in whose process the gateway runs. A login costs a quarter of a second of both processors, and a wrong one a
// second of waiting, so that guessing costs as much: what is about that takes the real ones with `vi.unmock`. A gateway
// that is stopped waits for sessions whose client has only hung up: not here. Nor is a connection that was made ahead
// kept for seconds, as tests wait until everything is closed.

/** scrypt at a hundredth of its cost: what one process has derived so no other can check. */
vi.mock(import('#core/accounts/local-password.ts'), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    deriveWithScrypt: (password, salt, parameters, length) =>
      original.deriveWithScrypt(
        password,
        salt,
        { ...parameters, costExponent: 10, parallelization: 1 },
        length,
      ),
  };
});

vi.mock('#core/relay/limits.ts', async (importOriginal) => {
  const { limits } = await importOriginal<typeof Limits>();
  const short = { refusalTime: 10, drain: 100, lastLogins: 50, lastWrites: 100, preconnectIdle: 100 };
  return { limits: { ...limits, ...short } };
});
