import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { policyKinds, policySchema, type PolicyKind } from '#contract/policy.ts';
import configuration from '../../../build/electron-builder.config.ts';
import { elementsNamed, parseXml, plistValue, type XmlElement } from '../setup/xml-reader.ts';

const textIn = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8');
const xmlIn = (file: string): XmlElement => parseXml(textIn(file).replaceAll(/<!--.*?-->\s*/gs, ''));

/** The element of a template by which a key of each kind is entered, and what the editor shows for it. */
const elementOf: Readonly<Record<PolicyKind, readonly [element: string, shown: string] | undefined>> = {
  switch: undefined,
  port: ['text', 'textBox'],
  text: ['text', 'textBox'],
  list: ['multiText', 'multiTextBox'],
  json: ['multiText', 'multiTextBox'],
};

const template = xmlIn('deploy/windows/mailwicket.admx');

test('the template for group policies writes each key, as what the key is, where it is read', () => {
  const policies = elementsNamed(template, 'policy');
  expect(policies.map(({ attributes }) => attributes['name'])).toEqual([...policyKinds.keys()]);
  for (const policy of policies) {
    const { name = '', key, class: kind, valueName } = policy.attributes;
    expect({ key, kind }).toEqual({ key: String.raw`Software\Policies\Mailwicket`, kind: 'Machine' });
    const of = [...policyKinds].find(([one]) => one === name)?.[1] ?? 'text';
    const [element] = elementOf[of] ?? [];
    const written = elementsNamed(policy, 'elements').flatMap(({ children }) => children);
    expect(written.map((one) => [one.name, one.attributes['valueName'], one.attributes['id']])).toEqual(
      element === undefined ? [] : [[element, name, name]],
    );
    const numbers = elementsNamed(policy, 'decimal').map(({ attributes }) => attributes['value']);
    expect([name, valueName, ...numbers]).toEqual(
      of === 'switch' ? [name, name, '1', '0'] : [name, undefined],
    );
  }
});

test.each(['en-US', 'de-DE'])('its texts in %s are all there, and no others', (language) => {
  const texts = xmlIn(`deploy/windows/${language}/mailwicket.adml`);
  const ids = (element: string): string[] =>
    elementsNamed(texts, element).map(({ attributes }) => attributes['id'] ?? '');
  const named = [...textIn('deploy/windows/mailwicket.admx').matchAll(/\$\((string|presentation)\.(\w+)\)/g)];
  const of = (what: string): string[] => named.flatMap(([, kind, id = '']) => (kind === what ? [id] : []));
  expect(ids('string').toSorted()).toEqual(of('string').toSorted());
  expect(ids('presentation').toSorted()).toEqual(of('presentation').toSorted());
  for (const text of elementsNamed(texts, 'string')) expect(text.text).not.toBe('');
  for (const [key, kind] of policyKinds) {
    const [, shown] = elementOf[kind] ?? [];
    const presentation = elementsNamed(texts, 'presentation').find(
      ({ attributes }) => attributes['id'] === key,
    );
    expect(presentation?.children.map(({ name, attributes }) => [name, attributes['refId']])).toEqual(
      shown === undefined ? undefined : [[shown, key]],
    );
  }
});

test('the profile for macOS sets what the policy knows, for the application that is built', () => {
  const profile = z
    .object({
      PayloadScope: z.literal('System'),
      PayloadContent: z.tuple([
        z.object({
          PayloadType: z.literal('com.apple.ManagedClient.preferences'),
          PayloadContent: z.record(
            z.string(),
            z.object({ Forced: z.tuple([z.object({ mcx_preference_settings: z.unknown() })]) }),
          ),
        }),
      ]),
    })
    .parse(plistValue(xmlIn('deploy/macos/mailwicket-policy.mobileconfig')));
  const [[domain, { Forced: forced }] = ['', { Forced: [undefined] }]] = Object.entries(
    profile.PayloadContent[0].PayloadContent,
  );
  expect(domain).toBe(configuration.appId);
  expect(policySchema.safeParse(forced[0]?.mcx_preference_settings)).toMatchObject({ success: true });
});

test('the page for administrators has a row for each key, and an example that is a policy', () => {
  const page = textIn('docs/offices.md');
  const [, table = ''] = /^\| key .*?\n(\|.*?)\n\n/ms.exec(page) ?? [];
  const rows = table.split('\n').slice(1);
  const told = rows.flatMap((row) => {
    const [, keys = '', value = '', registry = ''] = row.split('|');
    return [...keys.matchAll(/`(\w+)`/g)].map(([, key = '']) => [key, value.trim(), registry.trim()]);
  });
  const written: Readonly<Record<PolicyKind, readonly [value: RegExp, registry: RegExp]>> = {
    switch: [/true/, /^`REG_DWORD`/],
    port: [/"off"/, /^`REG_SZ`$/],
    text: [/^text$/, /^`REG_SZ`$/],
    list: [/^list of/, /^`REG_MULTI_SZ`$/],
    json: [/^list of objects$/, /^JSON, `REG_MULTI_SZ`$/],
  };
  expect(told.map(([key = '']) => key).toSorted()).toEqual([...policyKinds.keys()].toSorted());
  for (const [key, kind] of policyKinds) {
    const [, value, registry] = told.find(([one]) => one === key) ?? [];
    expect([key, value]).toEqual([key, expect.stringMatching(written[kind][0])]);
    expect([key, registry]).toEqual([key, expect.stringMatching(written[kind][1])]);
  }
  const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '');
  expect(policySchema.safeParse(example)).toMatchObject({ success: true });
});
