/**
 * Says where two byte sequences differ, or nothing when they are the same: an assertion on it prints the place
 * instead of fifty megabytes.
 */
export function difference(seen: Buffer | undefined, expected: Buffer): string | undefined {
  if (seen === undefined) return 'nothing came';
  if (seen.equals(expected)) return undefined;
  const length = Math.min(seen.length, expected.length);
  let place = 0;
  while (place < length && seen[place] === expected[place]) place += 1;
  const around = (bytes: Buffer): string =>
    JSON.stringify(bytes.toString('latin1', Math.max(0, place - 20), place + 20));
  return `at byte ${place}: ${around(seen)} instead of ${around(expected)} (${seen.length} bytes instead of ${expected.length})`;
}

/**
 * Compares messages that may come in any order, each found by its Subject: the subjects of those that are
 * missing, changed or there twice, each with what is wrong. Empty when all is as it was.
 */
export function differences(seen: readonly Buffer[], expected: readonly Buffer[]): Record<string, string> {
  const wrong: Record<string, string> = {};
  const unmatched = [...seen];
  expected.forEach((content) => {
    const subject = subjectOf(content);
    const index = unmatched.findIndex((candidate) => subjectOf(candidate) === subject);
    const [found] = index < 0 ? [] : unmatched.splice(index, 1);
    const problem = difference(found, content);
    if (problem !== undefined) wrong[subject] = problem;
  });
  unmatched.forEach((content) => {
    wrong[`${subjectOf(content)} (again, or not expected)`] = `${content.length} bytes`;
  });
  return wrong;
}

function subjectOf(content: Buffer): string {
  return /^Subject: ([^\r\n]*)/mu.exec(content.toString('latin1', 0, 4096))?.[1] ?? '';
}
