import { mapWords, msg, verbatim } from '#messages/message.ts';
import { z } from 'zod';
import type { Problem } from '#contract/problem.ts';
import { isCodedError } from './coded-error.ts';
import { describeIssues } from './schema-issues.ts';
import { OAuthError } from './oauth-error.ts';
import { plainText } from '#messages/plain-text.ts';

export type { Problem };

/**
 * What a person is told of an error: every class with a `code` brings its own words. What servers and providers put
 * into them is plain text, as it comes to screens and terminals from here.
 */
export function problemOf(error: unknown): Problem {
  const problem = told(error);
  const { message, fix } = problem;
  return { ...problem, message: mapWords(message, plainText), fix: fix && mapWords(fix, plainText) };
}

function told(error: unknown): Problem {
  if (isCodedError(error)) {
    const { code, text: message, fix, who } = error;
    const problem = { code, message, fix, who };
    if (!(error instanceof OAuthError)) return problem;
    const { answer, remedy, origin } = error;
    return { ...problem, answer, remedy, origin };
  }
  if (error instanceof z.ZodError) {
    const fix = msg('settings.correctNamedTryAgain');
    return { code: 'bad-input', message: describeIssues(error), fix };
  }
  if (error instanceof Error)
    return {
      code: 'code' in error && typeof error.code === 'string' ? error.code : 'failed',
      message: verbatim(error.message),
      fix: 'fix' in error && typeof error.fix === 'string' ? verbatim(error.fix) : undefined,
    };
  return { code: 'failed', message: msg('settings.somethingWentWrong') };
}
