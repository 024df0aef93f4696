/** The compiler shows that this is never reached: every case of a union has been handled. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
