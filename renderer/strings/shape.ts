/** The same tree of strings, in another language: a missing or a surplus one does not compile. */
export type Strings<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Strings<Tree[Key]>;
};
