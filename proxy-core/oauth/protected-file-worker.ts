import { createPrivateKey } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { CertificateError, certificateError } from './certificate-error.ts';
import { chargeDerivations, DerivationBudget, readPfx, roundsOfKey } from './pfx.ts';
import type { OpenedFile, OpeningAnswer, ProtectedFile } from './protected-file.ts';

/** The thread of openProtectedFile: is given a file, answers once. */

const workSchema = z.object({
  rounds: z.number(),
  file: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('pfx'),
      pfx: z.instanceof(Uint8Array),
      passphrase: z.string().optional(),
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

const pkcs8 = /-----BEGIN ENCRYPTED PRIVATE KEY-----([^-]+)-----END ENCRYPTED PRIVATE KEY-----/;

/**
 * Opens a private key that is encrypted: PKCS #8 (RFC 5958), or the older form of OpenSSL, which has one round.
 * @param pem - one PEM block
 * @returns PEM, PKCS #8, not encrypted
 * @throws CertificateError - takes-too-long, passphrase-wrong
 */
function openEncryptedKey(pem: string, passphrase: string, budget: DerivationBudget): string {
  const body = pkcs8.exec(pem)?.[1];
  if (body !== undefined) budget.spend(roundsOfKey(Buffer.from(body, 'base64')));
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // the library's own error is left out on purpose: it may quote what it read
    throw certificateError('signIn.passphraseDoesNotOpenKey');
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(answer());
