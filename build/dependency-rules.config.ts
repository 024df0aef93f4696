import type { IConfiguration } from 'dependency-cruiser';

/** What every folder may know: how people are told something, and what hosts and screens say and hear. */
const shared = ['messages', 'contract', 'errors'];
/** What keeps and knows accounts, and signs them in. */
const inner = ['oauth', 'accounts', 'network', 'policy', 'storage', 'logging', ...shared];

/**
 * The arrows of the design: each folder of proxy-core, or file beside the folders, with those that it may import,
 * types too. It names only what stands above it, so that there can be no way around.
 */
const arrows: readonly (readonly [name: string, mayImport: readonly string[]])[] = [
  ['messages', []],
  ['contract', ['messages']],
  ['errors', ['messages', 'contract']],
  ['mail', ['messages']],
  ['logging', ['messages', 'contract']],
  ['storage', ['logging', ...shared]],
  ['policy', ['storage', ...shared]],
  ['accounts', ['storage', 'logging', ...shared]],
  ['network', ['storage', ...shared]],
  ['oauth', ['accounts', 'network', 'policy', 'storage', 'logging', ...shared]],
  ['relay', ['mail', ...inner]],
  ['submission', ['relay', 'mail', ...inner]],
  ['devices', ['submission', 'relay', 'mail', ...inner]],
  ['diagnosis', ['submission', 'relay', 'mail', ...inner]],
  ['setup', inner],
  ['commands', ['submission', 'relay', 'diagnosis', 'setup', ...inner]],
  ['outbound-network.ts', ['relay', ...inner]],
  ['gateway-options.ts', ['relay', ...inner]],
  ['effective-settings.ts', ['gateway-options.ts', ...inner]],
  [
    'gateway.ts',
    [
      'gateway-options.ts',
      'effective-settings.ts',
      'outbound-network.ts',
      'commands',
      'devices',
      'submission',
      'relay',
      'diagnosis',
      'setup',
      ...inner,
    ],
  ],
  ['service', ['storage', 'logging', ...shared]],
  ['screens', ['gateway.ts', 'commands', ...inner]],
  ['headless', ['gateway.ts', 'gateway-options.ts', 'screens', 'service', 'setup', ...inner]],
];

/** Matches a folder of proxy-core with all below it, or a file beside the folders. */
function pathOf(name: string): string {
  return name.endsWith('.ts') ? `^proxy-core/${name.replaceAll('.', '[.]')}$` : `^proxy-core/${name}/`;
}

function ruleOf([name, mayImport]: (typeof arrows)[number], place: number) {
  const above = arrows.slice(0, place).map(([other]) => other);
  const unknown = mayImport.filter((other) => !above.includes(other));
  if (unknown.length > 0) throw new Error(`${name} imports ${unknown.join(', ')}, which is not above it.`);
  return {
    name: `arrows-of-${name.replace('.ts', '')}`,
    severity: 'error' as const,
    from: { path: pathOf(name) },
    to: { dependencyTypes: ['local' as const], pathNot: [name, ...mayImport].map(pathOf) },
  };
}

/**
 * The packages that the core may use. No list of package.json says them: what runs is bundled, so whoever installs
 * Mailwicket needs none, and all of them are for development.
 */
const ofTheCore = [
  '@azure/msal-node',
  '@peculiar/x509',
  '@types',
  'commander',
  'csv-parse',
  'i18next',
  'jsonc-parser',
  'node-forge',
  'nodemailer',
  'oauth4webapi',
  'open',
  'pg',
  'pino',
  'prom-client',
  'proper-lockfile',
  'smtp-server',
  'socks',
  'undici',
  'zod',
];

/** What a screen may load of the core: what it says and hears, and nothing that does the work. */
const forScreens = '^proxy-core/(contract|messages)/|^proxy-core/errors/schema-issues[.]ts$';

/** The arrows between files, for dependency-cruiser: what imports what, in proxy-core, the shell and the screens. */
const rules: IConfiguration = {
  forbidden: [
    ...arrows.map(ruleOf),
    {
      name: 'every-folder-has-its-arrows',
      severity: 'error',
      from: { path: '^proxy-core/', pathNot: arrows.map(([name]) => pathOf(name)) },
      to: {},
    },
    {
      name: 'mail-imports-nothing-but-bytes',
      severity: 'error',
      from: { path: pathOf('mail') },
      to: { dependencyTypesNot: ['local'], pathNot: '^(node:)?buffer$' },
    },
    {
      name: 'screens-load-what-runs-in-a-browser',
      severity: 'error',
      from: { path: forScreens },
      to: { pathNot: [forScreens, '^node_modules/(zod|i18next)/'] },
    },
    {
      name: 'screens-know-the-contract-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['local'], pathNot: ['^renderer/', forScreens] },
    },
    {
      name: 'the-shell-knows-no-screens-and-no-tests',
      severity: 'error',
      from: { path: '^electron/' },
      to: { dependencyTypes: ['local'], pathNot: '^(electron|proxy-core)/|^package[.]json$' },
    },
    {
      name: 'the-core-is-plain-node',
      severity: 'error',
      from: { path: '^proxy-core/' },
      to: { path: '^node_modules/(electron|react|react-dom|radix-ui)/' },
    },
    {
      name: 'the-core-brings-what-it-needs',
      severity: 'error',
      from: { path: '^proxy-core/' },
      to: { dependencyTypesNot: ['local', 'core'], pathNot: `^node_modules/(${ofTheCore.join('|')})/` },
    },
    {
      name: 'only-what-is-installed',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // some packages say only there which file is theirs
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

export default rules;
