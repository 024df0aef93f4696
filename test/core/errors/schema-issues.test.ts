import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { textOf } from '../../support/english.ts';

test('what is left empty or filled too full is told in words for people', () => {
  const form = z.object({
    name: z.string().min(1),
    tenant: z.string().max(3),
    list: z.array(z.int()).max(1),
  });
  const { error } = form.safeParse({ name: '', tenant: 'four', list: [1, 2] });
  expect(error && textOf(describeIssues(error))).toBe(
    'name: must not be empty; tenant: must not be longer than 3 characters; list: must not be more than 1',
  );
});
