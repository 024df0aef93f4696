import { xmlText } from './xml-text.ts';

/** A value of an Apple property list. */
export type PropertyValue =
  string | number | boolean | Buffer | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };

/** An Apple property list in its XML form. */
export function propertyList(value: PropertyValue): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    ...lines(value, ''),
    '</plist>',
    '',
  ].join('\n');
}

function lines(value: PropertyValue, indent: string): string[] {
  const deeper = `${indent}  `;
  if (typeof value === 'string') return [`${indent}<string>${xmlText(value)}</string>`];
  if (typeof value === 'number') return [`${indent}<integer>${String(Math.trunc(value))}</integer>`];
  if (typeof value === 'boolean') return [`${indent}<${String(value)}/>`];
  if (Buffer.isBuffer(value)) {
    const rows = value.toString('base64').match(/.{1,64}/g) ?? [];
    return [`${indent}<data>`, ...rows.map((row) => indent + row), `${indent}</data>`];
  }
  if (isList(value)) {
    return [`${indent}<array>`, ...value.flatMap((item) => lines(item, deeper)), `${indent}</array>`];
  }
  const members = Object.entries(value).flatMap(([key, member]) => [
    `${deeper}<key>${xmlText(key)}</key>`,
    ...lines(member, deeper),
  ]);
  return [`${indent}<dict>`, ...members, `${indent}</dict>`];
}

function isList(value: object): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
