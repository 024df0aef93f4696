import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { CertificateError } from './certificate-error.ts';
import { chargeDerivations, DerivationBudget } from './derivation-budget.ts';
import { openEncryptedKey } from './encrypted-key.ts';
import { readPfx } from './pfx.ts';
import type { OpenedFile, OpeningAnswer, ProtectedFile } from './protected-file.ts';

/** The thread of openProtectedFile: is given a file, answers once. */

const workSchema = z.object({
  rounds: z.number(),
  file: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('pfx'),
      pfx: z.instanceof(Uint8Array),
      passphrase: z.string().or(z.undefined()),
    }),
    z.object({ kind: z.literal('key'), pem: z.string(), passphrase: z.string() }),
  ]),
});

function open(file: ProtectedFile, budget: DerivationBudget): OpenedFile {
  switch (file.kind) {
    case 'pfx':
      chargeDerivations(budget);
      return readPfx(file.pfx, file.passphrase);
    case 'key':
      return { certificatePem: '', keyPem: openEncryptedKey(file.pem, file.passphrase, budget) };
    default:
      return file satisfies never;
  }
}

function answer(): OpeningAnswer {
  const { file, rounds } = workSchema.parse(workerData);
  try {
    return { opened: open(file, new DerivationBudget(rounds)) };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { refused: { code: error.code, text: error.text, fix: error.fix } };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(answer());
