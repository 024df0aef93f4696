import type { en } from './en.ts';

/** The same tree of texts in another language: a missing or a surplus one does not compile. */
type Same<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Same<Tree[Key]>;
};

/** All texts of one language. */
export type Texts = Same<typeof en>;

type WithoutCount<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
/** The dotted names of a tree's texts; of those that count, without the ending for the number. */
export type CodeOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? WithoutCount<Key> : `${Key}.${CodeOf<Tree[Key]>}`;
}[keyof Tree & string];

/** The text behind a dotted name; of one that counts, each of its forms. */
export type TextOf<Tree, Code extends string> = Code extends keyof Tree
  ? Tree[Code]
  : Code extends `${infer Key}.${infer Rest}`
    ? Key extends keyof Tree
      ? TextOf<Tree[Key], Rest>
      : never
    : Tree[Extract<keyof Tree, `${Code}_one` | `${Code}_other`>];

/** The names that stand in a text as `{{name}}`. */
export type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
