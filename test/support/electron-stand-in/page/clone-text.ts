/**
 * Structured clones as text, so that they can go where only text goes: between a page's worlds, and between
 * a page and the process that drives it. All of this also runs inside pages: it is put there by its source,
 * so it may use nothing but what every JavaScript world has, and what stands in this file.
 */

/** Names a function or promise that stays on this side; undefined for what has to be cloned. */
export type Refer = (value: unknown) => string | undefined;

/** An array's elements; none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Writes one value: a table of its objects, each once, and the value itself in terms of them. */
export class CloneWriter {
  readonly #table: unknown[] = [];
  readonly #seen = new Map<unknown, number>();

  text(value: unknown, refer: Refer | undefined): string {
    const top = this.#encode(refer === undefined ? CloneWriter.#cloned(value) : value, refer);
    return JSON.stringify([top, this.#table]);
  }

  static #cloned(value: unknown): unknown {
    try {
      return structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  }

  static #kindOf(value: object): string {
    return Object.prototype.toString.call(value).slice(8, -1);
  }

  static #base64(bytes: Uint8Array): string {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }

  #encode(value: unknown, refer: Refer | undefined): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return ['undefined'];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value === 'number') {
      const plain = Number.isFinite(value) && !Object.is(value, -0);
      return plain ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
    }
    const name = refer?.(value);
    if (name !== undefined) return ['reference', name];
    if (typeof value !== 'object') throw new Error('An object could not be cloned.');
    return ['at', this.#place(value, refer)];
  }

  #place(value: object, refer: Refer | undefined): number {
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    const index = this.#table.length;
    this.#table.push(null);
    this.#seen.set(value, index);
    // of what is walked, only objects and arrays are; below a map or a date it is a clone or nothing
    const walked = Array.isArray(value) || CloneWriter.#kindOf(value) === 'Object';
    const source = refer !== undefined && !walked ? CloneWriter.#cloned(value) : value;
    if (typeof source !== 'object' || source === null) throw new Error('An object could not be cloned.');
    this.#table[index] = this.#body(source, walked ? refer : undefined);
    return index;
  }

  #body(value: object, refer: Refer | undefined): unknown[] {
    if (Array.isArray(value)) return ['array', value.length, this.#properties(value, refer)];
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof RegExp) return ['regexp', value.source, value.flags];
    if (value instanceof Map) {
      return ['map', [...value].map(([key, one]) => [this.#encode(key, refer), this.#encode(one, refer)])];
    }
    if (value instanceof Set) return ['set', [...value].map((one) => this.#encode(one, refer))];
    if (value instanceof Error) return ['error', value.name, value.message];
    if (value instanceof ArrayBuffer) return ['bytes', CloneWriter.#base64(new Uint8Array(value))];
    const kind = CloneWriter.#kindOf(value);
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return ['view', kind, CloneWriter.#base64(bytes)];
    }
    if (kind === 'Boolean' || kind === 'Number' || kind === 'String') {
      return ['boxed', this.#encode(value.valueOf(), undefined)];
    }
    if (kind !== 'Object') throw new Error('An object could not be cloned.');
    return ['object', this.#properties(value, refer)];
  }

  #properties(value: object, refer: Refer | undefined): unknown[] {
    return Object.entries(value).map(([key, one]) => [key, this.#encode(one, refer)]);
  }
}

/** Reads one value. */
export class CloneReader {
  readonly #resolve: (name: string) => unknown;
  readonly #made = new Map<number, unknown>();
  #table: readonly unknown[] = [];

  constructor(resolve: (name: string) => unknown) {
    this.#resolve = resolve;
  }

  value(text: string): unknown {
    const [top, table] = listOf(JSON.parse(text));
    this.#table = listOf(table);
    return this.#decode(top);
  }

  static #bytes(value: unknown): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(atob(String(value)), (character) => character.charCodeAt(0));
  }

  static #view(kind: unknown, bytes: Uint8Array<ArrayBuffer>): unknown {
    if (kind === 'DataView') return new DataView(bytes.buffer);
    const integers = [Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
    const kinds = [...integers, Float32Array, Float64Array, BigInt64Array, BigUint64Array];
    const View = kinds.find((one) => one.name === kind);
    return View === undefined ? bytes : new View(bytes.buffer);
  }

  static #error(name: unknown, message: unknown): Error {
    const kinds = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
    const Kind = kinds.find((one) => one.name === name) ?? Error;
    return new Kind(String(message));
  }

  #decode(value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    const [kind, content] = listOf(value);
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(content);
      case 'bigint':
        return BigInt(String(content));
      case 'reference':
        return this.#resolve(String(content));
      case 'at':
        return this.#object(Number(content));
      default:
        throw new Error('this is no structured clone');
    }
  }

  #object(index: number): unknown {
    if (this.#made.has(index)) return this.#made.get(index);
    const [kind, first, second] = listOf(this.#table[index]);
    const keep = <Value>(value: Value): Value => {
      this.#made.set(index, value);
      return value;
    };
    switch (kind) {
      case 'array':
        return this.#filled(keep(Array.from<unknown>({ length: 0 })), second, Number(first));
      case 'object':
        return this.#filled(keep({}), first);
      case 'map': {
        const map = keep(new Map<unknown, unknown>());
        for (const [key, value] of listOf(first).map(listOf)) map.set(this.#decode(key), this.#decode(value));
        return map;
      }
      case 'set': {
        const set = keep(new Set<unknown>());
        for (const one of listOf(first)) set.add(this.#decode(one));
        return set;
      }
      case 'date':
        return keep(new Date(first === null ? Number.NaN : Number(first)));
      case 'regexp':
        return keep(new RegExp(String(first), String(second)));
      case 'error':
        return keep(CloneReader.#error(first, second));
      case 'bytes':
        return keep(CloneReader.#bytes(first).buffer);
      case 'view':
        return keep(CloneReader.#view(first, CloneReader.#bytes(second)));
      case 'boxed':
        return keep(new Object(this.#decode(first)));
      default:
        throw new Error('this is no structured clone');
    }
  }

  #filled(target: object, properties: unknown, length?: number): object {
    // an array may be longer than what stands in it
    if (length !== undefined) Reflect.set(target, 'length', length);
    for (const [key, value] of listOf(properties).map(listOf)) {
      const property = { value: this.#decode(value), writable: true, enumerable: true, configurable: true };
      Object.defineProperty(target, String(key), property);
    }
    return target;
  }
}

/**
 * Writes a value as text. Throws Electron's 'An object could not be cloned.' for what a structured clone
 * cannot hold. With `refer`, plain objects and arrays are walked as contextBridge walks them.
 */
export function encodeClone(value: unknown, refer?: Refer): string {
  return new CloneWriter().text(value, refer);
}

/** Reads what `encodeClone` wrote, as a list where it was one; `resolve` gives what stands for a reference. */
export function decodeClone(text: string, resolve?: (name: string) => unknown): unknown {
  return new CloneReader(resolve ?? (() => undefined)).value(text);
}
