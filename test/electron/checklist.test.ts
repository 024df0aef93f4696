import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import configuration from '../../build/electron-builder.config.ts';
import { commands } from '#contract/commands.ts';
import { hostCommands } from '#contract/commands/host.ts';
import { snapshotSchema, activityEntrySchema } from '#contract/views.ts';

const text = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The paths of all texts in what a schema lets through. */
function textsIn(schema: z.ZodType): string[] {
  const found: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) {
      for (const member of node) walk(member, path);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, properties, ...rest } = nodeSchema.parse(node);
    // one of a few words is no secret
    if (type === 'string' && !('enum' in rest) && !('const' in rest)) found.push(path);
    for (const [name, member] of Object.entries(properties ?? {})) walk(member, `${path}.${name}`);
    for (const member of Object.values(rest)) walk(member, path);
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }), '');
  return found;
}

const nodeSchema = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const secretName =
  /token|secret|passw|private|refresh|assertion|verifier|cache|credential(?!Expires|$)|\.key$|\.pfx$|\.code$/i;

describe('what crosses to a screen (item 7)', () => {
  it('has no member that could hold a token or a secret, but for a password just made', () => {
    const crossing = {
      snapshot: snapshotSchema,
      activity: activityEntrySchema,
      ...Object.fromEntries(Object.entries(commands).map(([name, { output }]) => [name, output])),
      ...Object.fromEntries(Object.entries(hostCommands).map(([name, { output }]) => [name, output])),
    };
    const suspicious = Object.entries(crossing).flatMap(([name, schema]) =>
      textsIn(schema)
        .filter((path) => secretName.test(path))
        .map((path) => name + path),
    );
    expect(suspicious.filter((path) => !harmless.test(path))).toEqual([]);
    expect(suspicious).toContain('password-new.password');
  });
});

/** Told once, or until its set-up ends; codes of errors; addresses of endpoints, and of the page for app passwords; names and dates of local passwords. */
const harmless =
  /^password-new\.password$|^set-up-begin\.password$|^set-up-password\.kept\.password$|\.(problem|problems|registrationsProblem|steps)\.code$|\.tokenUrl$|\.appPassword\.|\.checklist\.credential\.acceptedAt$|^snapshot\.accounts\.passwords\.(id|name|createdAt|lastUsedAt)$/;

describe('the packaged application', () => {
  it('has the fuses of the checklist (item 18)', () => {
    expect(configuration.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
    });
    expect(configuration.asar).toBe(true);
  });

  it('is hardened, asks for one entitlement, and is marked unsigned where it is (item 19)', async () => {
    // a build without a certificate carries nobody's signature, which the hardened runtime would refuse
    expect(configuration.mac).toMatchObject({ hardenedRuntime: false, notarize: false });
    expect(configuration.win).toMatchObject({ verifyUpdateCodeSignature: true });
    expect(configuration.extraMetadata).toEqual({ mailwicket: { signed: false } });
    expect(configuration.publish).toBeNull();
    const entitlements = await text('build/entitlements.mac.plist');
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  it('installs for one user on Windows, and beside the clock on macOS', () => {
    expect(configuration.nsis).toMatchObject({ perMachine: false });
    expect(configuration.mac).toMatchObject({ extendInfo: { LSUIElement: true } });
  });
});

describe('the rules', () => {
  it('ban ipcMain everywhere but in the registrar (item 5)', async () => {
    const rules = z
      .looseObject({ overrides: z.array(z.looseObject({ files: z.array(z.string()), rules: z.unknown() })) })
      .parse(JSON.parse(await text('.oxlintrc.json')));
    const [ban, exception] = rules.overrides.filter(({ files }) =>
      files.some((path) => path.startsWith('electron/')),
    );
    expect(ban?.files).toEqual(['electron/**']);
    expect(JSON.stringify(ban?.rules)).toContain('ipcMain');
    expect(exception).toEqual({
      files: ['electron/ipc/registrar.ts'],
      rules: { 'no-restricted-imports': 'off' },
    });
  });

  it('name a test or a rule for every item of the checklist', async () => {
    const list = await text('test/electron/security.md');
    const rows = [...list.matchAll(/^\|\s*(\d+)\s*\|.*?\|\s*`([^`]+)`/gm)];
    expect(rows.map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 19 }, (_, index) => index + 1),
    );
    for (const [, , path = ''] of rows) expect(await text(path)).not.toBe('');
  });
});
