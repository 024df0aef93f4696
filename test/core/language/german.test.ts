import { describe, expect, test } from 'vitest';
import { CoreTexts } from '../../../proxy-core/language/core-texts.ts';
import { german } from '../../../proxy-core/language/german.ts';
import { coreTexts } from '../../support/core-texts.ts';

/** What is the same in German. */
const sameInGerman: readonly { readonly what: RegExp; readonly reason: string }[] = [
  { what: /^(?=\S*[._⟦-])\S+$/, reason: 'a word of a protocol, a host, a file' },
  { what: /^(?:mailwicket|chmod|openssl|Set-CASMailbox) /, reason: 'a command' },
  { what: /^(?:(?:device )?authorization|token) endpoint$/, reason: 'as the provider calls it' },
  { what: /^(?:Microsoft 365|iCloud Mail|Zoho Mail)(?: \(.+\))?$/, reason: 'a name' },
];

/** Keys that no one literal of the source shows: they are put together from several. */
const putTogether: readonly { readonly key: string; readonly reason: string }[] = [
  { key: 'secret', reason: 'a kind of credential, in “The {{what}} of the OAuth client …”' },
  { key: 'service-account-key', reason: 'a kind of credential' },
  { key: '{{path}} cannot be made: {{why}}.', reason: 'a file, and what could not be done with it' },
  { key: '{{path}} cannot be read: {{why}}.', reason: 'a file, and what could not be done with it' },
  { key: 'key file {{path}}', reason: 'what and where, in “The {{file}} cannot be read”' },
  { key: 'service credential {{path}}', reason: 'what and where' },
];

const texts = new CoreTexts(german);
/** Keys that a text of the core was found by. */
const used = new Set<string>();
/** Each text of the core, with marks in place of its values, and what of it is in no catalogue. */
const lines = coreTexts().map(({ text, place }) => {
  let values = 0;
  const filled = text.replace(/\{\{\w+\}\}/g, () => `⟦${String((values += 1))}⟧`);
  const unknown: string[] = [];
  texts.trace(filled, { used, unknown });
  return { line: `${place}: ${text}`, unknown };
});
const isSame = (part: string): boolean => sameInGerman.some(({ what }) => what.test(part));

const nameOf = /\{\{(\w+)\}\}/g;
const namesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(nameOf)].map(([, name]) => name ?? ''))].toSorted();

describe('the German of the core', () => {
  test('every text of the core that a screen can show has its German', () => {
    const missing = lines.filter(({ unknown }) => !unknown.every(isSame));
    // a line each: where it is said, and the sentence; its German goes to proxy-core/language/german/
    expect(missing.map(({ line }) => line)).toEqual([]);
  });

  test('a text that no catalogue knows is found', () => {
    const unknown: string[] = [];
    new CoreTexts(german).trace('The moon is in the way.', { used: new Set(), unknown });
    expect(unknown).toEqual(['The moon is in the way.']);
  });

  test('the texts are found where they are said: errors, tables, parts that are put in, activity', () => {
    const found = coreTexts().map(({ text }) => text);
    expect(found).toContain('The client secret has expired.');
    expect(found).toContain('The certificate of the OAuth client {{name}} ends on {{date}}, within a day.');
    expect(found).toContain('The OAuth client {{name}} was removed.');
    expect(found).toContain('the disk is full');
    expect(found.length).toBeGreaterThan(900);
    expect(found.filter((text) => text.includes('logger') || text.startsWith('-ERR'))).toEqual([]);
  });

  test('no German is kept of what the core does not say any more', () => {
    const unused = Object.keys(german).filter(
      (key) => !used.has(key) && !putTogether.some((each) => each.key === key),
    );
    expect(unused).toEqual([]);
  });

  test('every exception is still needed', () => {
    expect(putTogether.filter(({ key }) => used.has(key) || !Object.hasOwn(german, key))).toEqual([]);
    const unknown = lines.flatMap((line) => line.unknown);
    expect(sameInGerman.filter(({ what }) => !unknown.some((part) => what.test(part)))).toEqual([]);
  });

  test('each German sentence has the values of its English one, and ends as it does', () => {
    for (const [english, translation] of Object.entries(german)) {
      expect(namesIn(translation), english).toEqual(namesIn(english));
      expect([...english.matchAll(nameOf)].length, english).toBe(namesIn(english).length);
      expect(/[.?]$/.test(translation), english).toBe(/[.?]$/.test(english));
      expect(translation.split('„').length, english).toBe(translation.split('“').length);
      expect(translation, english).not.toMatch(/ {2}|"/);
    }
  });
});
