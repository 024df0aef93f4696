import { type Message, clauses, isMessageCode, msg, verbatim } from '#messages/message.ts';
import type { z } from 'zod';

/** So many issues are named; more would not be read. */
const most = 5;

/**
 * What a schema found wrong, for people: 'accounts[0].address: must be an email address; …'. A schema of ours gives
 * the code of a text as its error, with the values in `params`; most of what zod says by itself stays as it is.
 */
export function describeIssues({ issues }: z.ZodError): Message {
  const described = issues.slice(0, most).map((issue) => {
    const text = issueText(issue);
    const place = placeOf(issue.path);
    return place === '' ? text : msg('common.at', { place, text });
  });
  const more = issues.length - most;
  return clauses(more > 0 ? [...described, msg('storage.andMore', { count: more })] : described);
}

/** What one issue says, without its place. */
export function issueText(issue: z.core.$ZodIssue): Message {
  if (!isMessageCode(issue.message)) return wordsFor(issue);
  const params = 'params' in issue && issue.params !== undefined ? issue.params : {};
  const values = Object.entries(params).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return { code: issue.message, params: Object.fromEntries(values) };
}

/** What people leave empty or fill too full has words of ours. */
function wordsFor(issue: z.core.$ZodIssue): Message {
  if ('origin' in issue && (issue.origin === 'string' || issue.origin === 'array')) {
    if (issue.code === 'too_small' && Number(issue.minimum) === 1) return msg('common.mustNotBeEmpty');
    if (issue.code === 'too_big')
      return msg(`common.${issue.origin === 'string' ? 'tooLong' : 'tooMany'}`, {
        most: Number(issue.maximum),
      });
  }
  return verbatim(issue.message);
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}
