import { describe, expect, test } from 'vitest';
import { decodeClone, encodeClone } from '../support/electron-stand-in/page/clone-text.ts';

function carried(value: unknown): unknown {
  return decodeClone(encodeClone(value));
}

describe('what crosses between a page and the app is a structured clone', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a text with every kind of character', 'ü \u0000 \u2028 "quoted" 𝄞'],
    ['a number that is none', Number.NaN],
    ['an endless number', Number.NEGATIVE_INFINITY],
    ['minus zero', -0],
    ['a big integer', 2n ** 80n],
    ['a date', new Date(86_400_000)],
    ['a date that is none', new Date(Number.NaN)],
    ['a map of maps', new Map<unknown, unknown>([[{ key: 1 }, new Map([[undefined, new Set([-0])]])]])],
    ['a regular expression', /a+b/gi],
    ['bytes', new Uint8Array([0, 127, 255])],
    ['a part of a buffer', new Uint16Array(new Uint16Array([1, 2, 3]).buffer, 2, 1)],
    ['a buffer', new Uint8Array([9, 8]).buffer],
    ['a boxed text', new Object('boxed')],
    ['an object with an undefined property', { there: undefined }],
    ['an object with a property named __proto__', JSON.parse('{"__proto__": {"x": 1}}')],
  ])('%s', (_what, value) => {
    expect(carried(value)).toStrictEqual(value);
  });

  test('an array with holes keeps them', () => {
    const holes = [1];
    holes[3] = 4;
    const got = carried(holes);
    expect(got).toStrictEqual(holes);
    expect(Array.isArray(got) && 1 in got).toBe(false);
  });

  test('an object in two places is one object, and may hold itself', () => {
    const shared: { self?: unknown } = {};
    shared.self = shared;
    const got = carried([shared, shared]);
    expect(Array.isArray(got) && got[0] === got[1]).toBe(true);
    expect(got).toStrictEqual([shared, shared]);
  });

  test('an error keeps its kind and message, and nothing else', () => {
    const error = Object.assign(new TypeError('no number'), { code: 'secret-detail' });
    const got = carried(error);
    expect(got).toBeInstanceOf(TypeError);
    expect(got).toMatchObject({ message: 'no number' });
    expect(got).not.toHaveProperty('code');
  });

  test('an object of a class arrives as a plain one', () => {
    class Account {
      readonly address = 'anna@contoso.test';
      sign(): string {
        return this.address;
      }
    }
    const got = carried(new Account());
    expect(got).toStrictEqual({ address: 'anna@contoso.test' });
  });

  test.each([
    ['a function', () => 1],
    ['a function within', { deep: [{ call: () => 1 }] }],
    ['a symbol', Symbol('one')],
    ['a promise', Promise.resolve(1)],
    ['a weak map', new WeakMap()],
  ])('refused as Electron refuses it: %s', (_what, value) => {
    expect(() => encodeClone(value)).toThrow('An object could not be cloned.');
  });
});

function call(): string {
  return 'called';
}

describe('what crosses contextBridge is walked', () => {
  const names = new Map<string, unknown>();
  const refer = (value: unknown): string | undefined => {
    if (typeof value !== 'function') return undefined;
    names.set('function 1', value);
    return 'function 1';
  };

  test('functions go as references, the rest as clones', () => {
    const text = encodeClone({ call, when: new Date(0) }, refer);
    const got = decodeClone(text, (name) => names.get(name));
    expect(got).toStrictEqual({ call, when: new Date(0) });
  });

  test('a function in a map is refused, as nothing below a map is walked', () => {
    expect(() => encodeClone({ map: new Map([['call', () => 1]]) }, refer)).toThrow('could not be cloned');
  });
});
