import type { Command } from 'commander';
import { z } from 'zod';
import { carryOut, carryOutAndTell, withGateway, type CommandHost } from './command-host.ts';
import { addCommand, flag, numberOf, option, takes } from './command-options.ts';
import { writeOutputFile } from './output-file.ts';
import { quoted, tell, UsageError } from './terminal.ts';

const certificateOptions = z.object({
  days: option('<days>', 'how long it is good; 730 where left out', z.number().optional(), {
    parse: numberOf(1, 3_650, 'It is a number of days, from 1 to 3650.'),
  }),
  commonName: takes('<name>', 'the name in the certificate; the client’s where left out'),
  out: takes(
    '<file>',
    'where to write the public half (.cer); beside you, named after the client, where left out',
  ),
  export: flag('make none: only write out the one that the client uses'),
  next: flag('with --export: the new one that waits'),
  use: flag('it is uploaded: use the new one, once the provider gives a token for it'),
  untried: flag('with --use: without asking the provider for a token'),
  discard: flag('forget the new one that waits'),
});
type Options = z.infer<typeof certificateOptions>;

/** `client certificate NAME`: makes a key and a certificate for a client, and puts them to use once they are uploaded. */
export function addClientCertificateCommand(client: Command, host: CommandHost): void {
  const what = 'make a key and a certificate for an OAuth client, and write the public half to a .cer file';
  addCommand(client, 'certificate <name>', what, certificateOptions, async (options, name) => {
    refuseMixed(options);
    const { use, untried, discard } = options;
    if (use)
      await carryOutAndTell(host, 'client-use-certificate', { client: name, untried }, ({ tried }) => [
        tried ? 'The provider gave a token for the new certificate.' : 'The provider was not asked.',
        `The OAuth client ${name} uses the new certificate now. The former one can be removed at the provider.`,
      ]);
    else if (discard) {
      const done = 'The new certificate was discarded.';
      await carryOutAndTell(host, 'client-discard-certificate', { client: name }, done);
    } else await makeOrExport(host, name, options);
  }).addHelpText(
    'after',
    `
The private key stays in the vault. Upload the .cer file in the Entra admin center, under “Certificates & secrets”.
A client that has a secret or a certificate goes on with it until then; the new one waits for --use.`,
  );
}

/** @throws UsageError */
function refuseMixed({ days, commonName, out, export: only, next, use, untried, discard }: Options): void {
  if ([only, use, discard].filter(Boolean).length > 1)
    throw new UsageError('Give one of --export, --use and --discard.');
  if (only && (days !== undefined || commonName !== undefined))
    throw new UsageError('--export makes no certificate: --days and --common-name do not go with it.');
  if ((use || discard) && [days, commonName, out].some((one) => one !== undefined))
    throw new UsageError(
      '--use and --discard make no certificate: --days, --common-name and --out do not go with them.',
    );
  if (next && !only) throw new UsageError('--next goes with --export.');
  if (untried && !use) throw new UsageError('--untried goes with --use.');
}

async function makeOrExport(
  host: CommandHost,
  name: string,
  { days, commonName, out, export: only, next }: Options,
): Promise<void> {
  await withGateway(host, async (gateway) => {
    const made = only
      ? await carryOut(gateway, 'client-export-certificate', { client: name, next })
      : await carryOut(gateway, 'client-make-certificate', { client: name, days, commonName });
    const waits = next || ('inUse' in made && !made.inUse);
    const file = out ?? made.fileName;
    const again = `--export ${waits ? '--next ' : ''}--out FILE`;
    const hint = `The certificate is in the vault; write it out with ${again}.`;
    await writeOutputFile(file, Buffer.from(made.cer, 'base64'), hint);
    tell(
      host.terminal,
      { ...made, file },
      `The public half was written to ${file}.`,
      `Thumbprint ${made.thumbprint}, good until ${made.expires.slice(0, 10)}.`,
      'Upload it in the Entra admin center: the app registration, “Certificates & secrets”, “Certificates”.',
      waits
        ? `It waits until then. Once it is uploaded: mailwicket client certificate ${quoted(name)} --use`
        : undefined,
    );
  });
}
