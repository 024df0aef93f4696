/** The error of this kind that a work ends with; another one is thrown on. */
export async function failureOf<Kind extends Error>(
  kind: abstract new (...given: never[]) => Kind,
  work: Promise<unknown>,
): Promise<Kind> {
  try {
    await work;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
