/** An element, with its text or its children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/**
 * Reads the XML that the profiles use: a declaration, perhaps a document type, elements, text with the five
 * entities. Strict: anything else is an error.
 */
export function parseXml(source: string): XmlElement {
  const prolog = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*(?:<!DOCTYPE [^<>[\]]*>\s*)?/.exec(source);
  if (prolog === null) throw new Error('no XML declaration');
  const reader = new XmlReader(source, prolog[0].length);
  const root = reader.element();
  if (source.slice(reader.at).trim() !== '') throw new Error('something stands behind the root');
  return root;
}

class XmlReader {
  readonly #source: string;
  at: number;

  constructor(source: string, at: number) {
    this.#source = source;
    this.at = at;
  }

  element(): XmlElement {
    const tag = this.#take(/<([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.:-]*="[^"<]*")*)\s*(\/?)>/y);
    const [, name = '', attributeText = '', empty] = tag;
    const attributes = Object.fromEntries(
      [...attributeText.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        plain(value),
      ]),
    );
    const children: XmlElement[] = [];
    let text = '';
    if (empty === '/') return { name, attributes, children, text };
    for (;;) {
      text += plain(this.#take(/[^<]*/y)[0]);
      if (this.#source.startsWith('</', this.at)) break;
      children.push(this.element());
    }
    const [, closing] = this.#take(/<\/([\w.-]+)>/y);
    if (closing !== name) throw new Error(`${name} is closed by ${closing ?? ''}`);
    return { name, attributes, children, text: children.length === 0 ? text : text.trim() };
  }

  #take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#source);
    if (match === null) throw new Error(`not XML: ${this.#source.slice(this.at, this.at + 40)}`);
    this.at = pattern.lastIndex;
    return match;
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  // production [2] of XML 1.0: no other control characters, no lone surrogates
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error('not a character of XML');
  return text.replace(/&([^;]*;?)/g, (_, name: string) => {
    const value = name.endsWith(';') ? entities[name.slice(0, -1)] : undefined;
    if (value === undefined) throw new Error(`no entity: &${name}`);
    return value;
  });
}

/** Elements of a name, at any depth. */
export function elementsNamed(root: XmlElement, name: string): XmlElement[] {
  return [
    ...(root.name === name ? [root] : []),
    ...root.children.flatMap((child) => elementsNamed(child, name)),
  ];
}

/** The text of the only child of a name. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}

/** An Apple property list as plain values; data as a Buffer. */
export function plistValue(element: XmlElement): unknown {
  switch (element.name) {
    case 'plist':
      return element.children[0] === undefined ? undefined : plistValue(element.children[0]);
    case 'string':
      return element.text;
    case 'integer':
      return Number(element.text);
    case 'true':
      return true;
    case 'false':
      return false;
    case 'data':
      return Buffer.from(element.text, 'base64');
    case 'array':
      return element.children.map(plistValue);
    case 'dict': {
      const entries: [string, unknown][] = [];
      for (let at = 0; at < element.children.length; at += 2) {
        const [key, value] = element.children.slice(at, at + 2);
        if (key?.name !== 'key' || value === undefined)
          throw new Error('a dict holds keys and values in turn');
        entries.push([key.text, plistValue(value)]);
      }
      return Object.fromEntries(entries);
    }
    default:
      throw new Error(`${element.name} is not of a property list`);
  }
}
