import { z } from 'zod';
import { problemSchema, type Problem } from './contract.ts';
import { OAuthError } from './oauth/oauth-error.ts';
import type { TokenProblem } from './oauth/token-status.ts';
import { definedOnly } from './defined-only.ts';
import { plainText } from './plain-text.ts';

export type { Problem };

/**
 * What a person is told of an error: every class with a `code` brings its own words. What servers and providers put
 * into them is plain text, as it comes to screens and terminals from here.
 */
export function problemOf(error: unknown): Problem {
  const problem = told(error);
  return { ...problem, message: plainText(problem.message), fix: plainText(problem.fix) };
}

function told(error: unknown): Problem {
  if (error instanceof OAuthError) {
    return shownProblem(error);
  }
  if (error instanceof z.ZodError) {
    const lines = error.issues.map((issue) => {
      const path = issue.path.join('.');
      return path === '' ? issue.message : `${path}: ${issue.message}`;
    });
    return {
      code: 'bad-input',
      message: `${lines.join('; ')}.`,
      fix: 'Correct what is named and try again.',
    };
  }
  if (error instanceof Error) {
    return {
      code: 'code' in error && typeof error.code === 'string' ? error.code : 'failed',
      message: error.message,
      fix: 'fix' in error && typeof error.fix === 'string' ? error.fix : '',
      ...definedOnly({ who: 'who' in error ? problemSchema.shape.who.safeParse(error.who).data : undefined }),
    };
  }
  return { code: 'failed', message: 'Something went wrong.', fix: '' };
}

/** What is shown of trouble with tokens, the same by whatever way it is told. */
export function shownProblem({ code, message, fix, who, answer, remedy }: TokenProblem): Problem {
  const said = answer === undefined ? undefined : definedOnly(answer);
  return { code, message, fix, who, ...definedOnly({ answer: said, remedy }) };
}
