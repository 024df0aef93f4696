import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What Vite says of the packages in a bundle (`build.license`), in a file that no installer takes. */
export const licencesOfABundle = '.vite/licences.json';

const packagesSchema = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    /** An SPDX expression; old packages have none. */
    identifier: z.string().optional(),
    text: z.string().optional(),
  }),
);
type BundledPackage = z.infer<typeof packagesSchema>[number];

/** The packages in these bundles, each once, by name. @param files - what Vite said of each */
export async function bundledPackages(files: readonly string[]): Promise<readonly BundledPackage[]> {
  const found = new Map<string, BundledPackage>();
  for (const file of files) {
    for (const one of packagesSchema.parse(JSON.parse(await readFile(file, 'utf8')))) {
      found.set(`${one.name} ${one.version}`, one);
    }
  }
  return [...found].toSorted(([one], [other]) => one.localeCompare(other, 'en')).map(([, value]) => value);
}

/** One text for whoever gets the bundles: what is in them, and under which terms. A text that many share is there once. */
export function licencesText(packages: readonly BundledPackage[]): string {
  const byText = Map.groupBy(packages, ({ text = '', identifier = '' }) =>
    text === ''
      ? `The package comes without a text. It says of its license: ${identifier || 'see its website'}.`
      : text,
  );
  const parts = [...byText].map(([text, those]) => {
    const names = those.map(
      ({ name, version, identifier }) =>
        `${name} ${version}${identifier === undefined ? '' : ` (${identifier})`}`,
    );
    return `${names.join('\n')}\n\n${text.trim()}\n`;
  });
  const line = `${'-'.repeat(80)}\n`;
  return `Mailwicket contains the packages below, under the terms of their authors.\n${line}${parts.join(line)}`;
}

/** A software bill of materials: CycloneDX 1.6 (cyclonedx.org/docs/1.6/json). */
export function billOfMaterials(
  product: { readonly name: string; readonly version: string; readonly license: string },
  packages: readonly BundledPackage[],
): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purl(product.name, product.version),
        name: product.name,
        version: product.version,
        licenses: [{ expression: product.license }],
      },
    },
    components: packages.map(({ name, version, identifier }) => ({
      type: 'library',
      'bom-ref': purl(name, version),
      name,
      version,
      purl: purl(name, version),
      ...(identifier === undefined ? {} : { licenses: [{ expression: identifier }] }),
    })),
  };
}

/** The address of a package of npm's, as the package-url specification writes it. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
