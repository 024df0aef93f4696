import { z } from 'zod';
import { problemSchema, type Problem } from './contract.ts';
import { OAuthError } from './oauth/oauth-error.ts';
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
    const { code, message, fix, who, answer, remedy } = error;
    return {
      code,
      message,
      fix,
      who,
      ...definedOnly({ answer: answer === undefined ? undefined : definedOnly(answer), remedy }),
    };
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
