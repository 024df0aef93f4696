import { inEnglish } from '#messages/format.ts';
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { writeFileAnew } from '#core/storage/atomic-file.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import type { Gateway } from '#core/gateway.ts';
import { quoted, tell, UsageError } from './terminal.ts';

const commandSchema = z.object({
  days: z.number().optional(),
  commonName: z.string().optional(),
  out: z.string().optional(),
  export: z.boolean().optional(),
  next: z.boolean().optional(),
  use: z.boolean().optional(),
  untried: z.boolean().optional(),
  discard: z.boolean().optional(),
});
type Options = z.infer<typeof commandSchema>;

/** `client certificate NAME`: makes a key and a certificate for a client, and puts them to use once they are uploaded. */
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
    .option('--export', 'make none: only write out the one that the client uses')
    .option('--next', 'with --export: the new one that waits')
    .option('--use', 'it is uploaded: use the new one, once the provider gives a token for it')
    .option('--untried', 'with --use: without asking the provider for a token')
    .option('--discard', 'forget the new one that waits')
    .addHelpText(
      'after',
      `
The private key stays in the vault. Upload the .cer file in the Entra admin center, under “Certificates & secrets”.
A client that has a secret or a certificate goes on with it until then; the new one waits for --use.`,
    )
    .action(async (name: string, given: unknown) => {
      const options = commandSchema.parse(given);
      refuseMixed(options);
      await withGateway(host, async (gateway) => {
        if (options.use === true) return use(host, gateway, name, options.untried === true);
        if (options.discard === true) {
          const discarded = await carryOut(host, gateway, 'client-discard-certificate', { client: name });
          if (discarded !== undefined) tell(host.terminal, discarded, 'The new certificate was discarded.');
          return undefined;
        }
        return makeOrExport(host, gateway, name, options);
      });
    });
}

/** @throws UsageError */
function refuseMixed(options: Options): void {
  const { days, commonName, out, export: only, next, use: using, untried, discard } = options;
  if ([only, using, discard].filter((one) => one === true).length > 1) {
    throw new UsageError('Give one of --export, --use and --discard.');
  }
  if (only === true && (days !== undefined || commonName !== undefined)) {
    throw new UsageError('--export makes no certificate: --days and --common-name do not go with it.');
  }
  if ((using === true || discard === true) && [days, commonName, out].some((one) => one !== undefined)) {
    throw new UsageError(
      '--use and --discard make no certificate: --days, --common-name and --out do not go with them.',
    );
  }
  if (next === true && only !== true) throw new UsageError('--next goes with --export.');
  if (untried === true && using !== true) throw new UsageError('--untried goes with --use.');
}

async function makeOrExport(
  host: CommandHost,
  gateway: Gateway,
  name: string,
  { days, commonName, out, export: only, next = false }: Options,
): Promise<void> {
  const made =
    only === true
      ? await carryOut(host, gateway, 'client-export-certificate', { client: name, next })
      : await carryOut(host, gateway, 'client-make-certificate', {
          client: name,
          days,
          commonName,
        });
  if (made === undefined) return;
  const waits = next || ('inUse' in made && !made.inUse);
  const file = out ?? made.fileName;
  await write(file, Buffer.from(made.cer, 'base64'), waits);
  tell(
    host.terminal,
    { ...made, file },
    `The public half was written to ${file}.`,
    `Thumbprint ${made.thumbprint}, good until ${made.expires.slice(0, 10)}.`,
    'Upload it in the Entra admin center: the app registration, “Certificates & secrets”, “Certificates”.',
    ...(waits
      ? [`It waits until then. Once it is uploaded: mailwicket client certificate ${quoted(name)} --use`]
      : []),
  );
}

async function use(host: CommandHost, gateway: Gateway, name: string, untried: boolean): Promise<void> {
  const used = await carryOut(host, gateway, 'client-use-certificate', { client: name, untried });
  if (used === undefined) return;
  tell(
    host.terminal,
    used,
    used.tried ? 'The provider gave a token for the new certificate.' : 'The provider was not asked.',
    `The OAuth client ${name} uses the new certificate now. The former one can be removed at the provider.`,
  );
}

async function write(file: string, content: Buffer, next: boolean): Promise<void> {
  try {
    await writeFileAnew(file, content);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${inEnglish(systemErrorText(error))}. The certificate is in the vault; write it out with --export ${next ? '--next ' : ''}--out FILE.`,
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
