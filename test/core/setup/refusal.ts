import { CodedError } from '#core/errors/coded-error.ts';
import { textOf } from '../../support/english.ts';

/** What a call is refused with: its code, and what it says to do. */
export function refusalOf(call: () => unknown): { readonly code: unknown; readonly fix: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof CodedError) return { code: error.code, fix: textOf(error.fix) };
    throw error;
  }
  throw new Error('it was taken');
}
