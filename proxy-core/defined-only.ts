/** A copy without the members that are undefined: what exactOptionalPropertyTypes asks for. */
export function definedOnly<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const result: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {};
  return Object.assign(
    result,
    Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)),
  );
}
