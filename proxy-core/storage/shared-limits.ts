import { z } from 'zod';

/** A wrong password as nodes tell it to each other: whose, from where, and its digest under a key that they share. */
export const wrongPasswordSchema = z.object({ account: z.string(), peer: z.string(), digest: z.string() });
export type WrongPassword = z.infer<typeof wrongPasswordSchema>;

/**
 * The port by which the limits of several nodes are one: how many sessions a mailbox has, and which passwords were
 * wrong of late. Where it cannot be asked, each node keeps its own limits.
 */
export interface SharedLimits {
  /** For the digests of passwords: 32 octets, the same at each node. */
  readonly digestKey: Uint8Array;
  /**
   * Takes one of so many slots of a key.
   * @returns what gives it back; undefined: all are taken now
   */
  takeSlot(key: string, most: number): Promise<(() => void) | undefined>;
  /** Calls back when a slot of this key may be free; ends with the returned function. */
  onFreeSlot(key: string, freed: () => void): () => void;
  tellWrongPassword(wrong: WrongPassword): void;
  /** Calls back with what other nodes tell; ends with the returned function. */
  onWrongPassword(told: (wrong: WrongPassword) => void): () => void;
}
