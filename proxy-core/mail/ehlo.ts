/** What is said in EHLO for a client that gave no usable name of its own. */
export const UNNAMED_CLIENT = 'localhost';

const DOMAIN = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\.?$/;
const ADDRESS_LITERAL = /^\[[A-Za-z0-9.:_-]+\]$/;

/**
 * The name that a client gave in EHLO or HELO, as it may be given on: a domain or an address literal (RFC 5321
 * section 4.1.3) of at most 255 octets. `localhost` for everything else; underscores, which some systems have in
 * their names, are kept.
 */
export function clientNameOf(argument: string): string {
  const name = argument.trim().split(/\s+/)[0] ?? '';
  const usable = name.length <= 255 && (DOMAIN.test(name) || ADDRESS_LITERAL.test(name));
  return usable ? name : UNNAMED_CLIENT;
}

/**
 * Extensions that are between two hosts and not to be handed on: who may log in and how (AUTH), what the
 * connection is secured by (STARTTLS, REQUIRETLS), and, by the rule of RFC 5321 section 2.2.2 for names with X,
 * everything private (XCLIENT, XFORWARD, X-ANONYMOUSTLS, XEXCH50 …).
 */
const HOP_PRIVATE = /^(?:AUTH|STARTTLS|REQUIRETLS|X.*)$/;
/** The order of their parameters has a meaning: they are alike or they are not. */
const POSITIONAL = new Set(['DELIVERBY', 'FUTURERELEASE', 'NO-SOLICITING']);
/** RFC 5321 section 4.1.1.1, ehlo-keyword and ehlo-param. */
const KEYWORD = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
const PARAMETERS = /^[\x21-\x7e ]*$/;
const LONGEST = 490;

interface Extension {
  readonly keyword: string;
  readonly parameters: readonly string[];
}

/**
 * The extensions that every one of several servers has: what a client may be told before it is known whose
 * account it logs in to.
 *
 * Keywords are compared without regard to case and stand as the first list has them, in its order. SIZE is the
 * smallest limit that any server sets (RFC 1870: 0 or none is no limit), LIMITS (RFC 9422) the smallest of each,
 * other parameters are those in common; where two servers have parameters and share none, the extension is
 * dropped. Extensions of one hop and malformed lines are dropped always.
 *
 * @param lists EHLO lines without their codes, one list per server
 */
export function commonExtensions(lists: readonly (readonly string[])[]): string[] {
  const [first, ...others] = lists.map(parse);
  if (first === undefined) return [];
  const common: Extension[] = [];
  for (const [name, extension] of first) {
    const same = others.map((list) => list.get(name));
    const agreed = same.every((found) => found !== undefined) ? agree(name, [extension, ...same]) : undefined;
    if (agreed !== undefined) common.push({ keyword: extension.keyword, parameters: agreed });
  }
  const names = new Set(common.map((extension) => extension.keyword.toUpperCase()));
  return (
    common
      // RFC 3030 section 3: BINARYMIME is only usable with BDAT.
      .filter((extension) => extension.keyword.toUpperCase() !== 'BINARYMIME' || names.has('CHUNKING'))
      .map((extension) => [extension.keyword, ...extension.parameters].join(' '))
  );
}

function parse(lines: readonly string[]): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const line of lines) {
    const [head = '', ...parameters] = line.trim().split(/ +/);
    // 'AUTH=LOGIN PLAIN' is an old spelling of AUTH.
    const name = head.toUpperCase().replace(/^AUTH=.*$/, 'AUTH');
    const wellFormed = line.length <= LONGEST && KEYWORD.test(head) && PARAMETERS.test(parameters.join(' '));
    if (!wellFormed || HOP_PRIVATE.test(name) || extensions.has(name)) continue;
    extensions.set(name, { keyword: head, parameters });
  }
  return extensions;
}

function agree(name: string, found: readonly Extension[]): readonly string[] | undefined {
  const lists = found.map((extension) => extension.parameters);
  if (name === 'SIZE') return smallestSize(lists);
  if (name === 'LIMITS') return smallestLimits(lists);
  return lists
    .slice(1)
    .reduce<readonly string[] | undefined>(
      (agreed, next) => (agreed === undefined ? undefined : shared(name, agreed, next)),
      lists[0] ?? [],
    );
}

function shared(
  name: string,
  one: readonly string[],
  other: readonly string[],
): readonly string[] | undefined {
  const known = new Set(other.map((parameter) => parameter.toUpperCase()));
  const both = one.filter((parameter) => known.has(parameter.toUpperCase()));
  if (POSITIONAL.has(name))
    return both.length === one.length && both.length === other.length ? one : undefined;
  if (both.length > 0 || one.length === 0 || other.length === 0) return both;
  return undefined;
}

function smallestSize(lists: readonly (readonly string[])[]): string[] {
  const sizes = lists.flatMap((parameters) =>
    parameters.slice(0, 1).filter((size) => /^\d{1,20}$/.test(size) && !/^0+$/.test(size)),
  );
  if (sizes.length === 0) return [];
  return [String(sizes.map((size) => BigInt(size)).reduce((least, size) => (size < least ? size : least)))];
}

/** A limit that only one server sets still holds for it. */
function smallestLimits(lists: readonly (readonly string[])[]): string[] {
  const limits = new Map<string, number>();
  for (const parameter of lists.flat()) {
    const [, name, value] = /^([A-Za-z0-9]+)=(\d{1,6})$/.exec(parameter) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toUpperCase();
    limits.set(key, Math.min(limits.get(key) ?? Infinity, Number(value)));
  }
  return [...limits].map(([name, value]) => `${name}=${value}`);
}
