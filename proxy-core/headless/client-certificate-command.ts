import { readFile, writeFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { systemErrorText } from '../storage/system-error.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { FileUnreadableError, readSecret } from './secret-input.ts';
import { tell } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { definedOnly } from '../defined-only.ts';

const commandSchema = z.object({
  days: z.number().optional(),
  commonName: z.string().optional(),
  out: z.string().optional(),
  export: z.boolean().optional(),
});

/** `client certificate NAME`: makes a key and a certificate for a client, or only writes out the one it has. */
export function addClientCertificateCommand(client: Command, host: CommandHost): void {
  client
    .command('certificate <name>')
    .description('make a key and a certificate for an OAuth client, and write the public half to a .cer file')
    .option('--days <days>', 'how long it is good; 730 where left out', daysOf)
    .option('--common-name <name>', 'the name in the certificate; the client’s where left out')
    .option(
      '--out <file>',
      'where to write the public half (.cer); beside you, named after the client, where left out',
    )
    .option('--export', 'make none: only write out the one that the client has')
    .addHelpText(
      'after',
      `
The private key stays in the vault. A new certificate takes the place of the client's secret or certificate at
once: upload the .cer file in the Entra admin center, under “Certificates & secrets”.`,
    )
    .action(async (name: string, given: unknown) => {
      const { days, commonName, out, export: only } = commandSchema.parse(given);
      if (only === true && (days !== undefined || commonName !== undefined)) {
        throw new UsageError('--export makes no certificate: --days and --common-name do not go with it.');
      }
      await withGateway(host, async (gateway) => {
        const made =
          only === true
            ? await carryOut(host, gateway, 'client-export-certificate', { client: name })
            : await carryOut(host, gateway, 'client-make-certificate', {
                client: name,
                ...definedOnly({ days, commonName }),
              });
        if (made === undefined) return;
        const file = out ?? made.fileName;
        await write(file, Buffer.from(made.cer, 'base64'));
        tell(
          host.terminal,
          { ...made, file },
          `The public half was written to ${file}.`,
          `Thumbprint ${made.thumbprint}, good until ${made.expires.slice(0, 10)}.`,
          'Upload it in the Entra admin center: the app registration, “Certificates & secrets”, “Certificates”.',
        );
      });
    });
}

/** The options of `client add` about PFX files and certificates to be made. */
export const certificateOptionsSchema = z.object({
  pfx: z.string().optional(),
  pfxPassphraseStdin: z.boolean().optional(),
  pfxPassphraseFile: z.string().optional(),
  makeCertificate: z.boolean().optional(),
});

export function addCertificateOptions(command: Command): Command {
  return command
    .option('--pfx <file>', 'the client’s certificate with its private key (PFX, PKCS #12)')
    .option('--pfx-passphrase-stdin', 'read the passphrase of the PFX file from standard input')
    .option('--pfx-passphrase-file <file>', 'read the passphrase of the PFX file from a file')
    .option('--make-certificate', 'make a key and a certificate (see: client certificate NAME --export)');
}

/**
 * The credential that these options name, or undefined.
 * @throws UsageError, FileUnreadableError
 */
export async function certificateCredential(
  options: z.infer<typeof certificateOptionsSchema>,
  host: CommandHost,
): Promise<{ kind: 'pfx'; pfx: string; passphrase?: string } | { kind: 'new-certificate' } | undefined> {
  const { pfx, makeCertificate } = options;
  if (pfx === undefined) {
    if (options.pfxPassphraseStdin === true || options.pfxPassphraseFile !== undefined) {
      throw new UsageError('A passphrase goes with its PFX file: --pfx FILE.');
    }
    return makeCertificate === true ? { kind: 'new-certificate' } : undefined;
  }
  if (makeCertificate === true) throw new UsageError('Give one of --pfx and --make-certificate.');
  const passphrase = await readSecret(
    { stdin: options.pfxPassphraseStdin, file: options.pfxPassphraseFile },
    host.terminal,
    'passphrase',
  );
  const content = await readFile(pfx).catch((error: unknown) => {
    throw new FileUnreadableError(pfx, systemErrorText(error));
  });
  return {
    kind: 'pfx',
    pfx: content.toString('base64'),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

async function write(file: string, content: Buffer): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${systemErrorText(error)}. The certificate is in the vault; write it out with --export --out FILE.`,
    );
  }
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^\d{1,4}$/.test(text) || days < 1 || days > 3650) {
    throw new InvalidArgumentError('It is a number of days, from 1 to 3650.');
  }
  return days;
}
