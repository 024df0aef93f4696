import { messageSchema } from '#messages/message.ts';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { systemErrorCode } from '#core/storage/system-error.ts';
import { CertificateError, certificateError, certificateErrorCodes } from './certificate-error.ts';

export type ProtectedFile =
  | { readonly kind: 'pfx'; readonly pfx: Uint8Array; readonly passphrase?: string | undefined }
  | { readonly kind: 'key'; readonly pem: string; readonly passphrase: string };

/** What was in it: PEM texts. A key alone comes without a certificate. */
const openedSchema = z.object({ certificatePem: z.string(), keyPem: z.string() });
export type OpenedFile = z.infer<typeof openedSchema>;

export interface OpeningLimits {
  /** Of a hash, over all layers of the file. */
  readonly rounds: number;
  readonly milliseconds: number;
}

/**
 * OpenSSL asks for 2,048 rounds a layer, careful programs for 600,000; a file has three layers. Five million are a few
 * seconds of a processor. The time is for what the rounds do not tell, such as thousands of certificates.
 */
export const usualLimits: OpeningLimits = { rounds: 5_000_000, milliseconds: 30_000 };

/** A chain with its key is a few kilobytes; what a hostile file makes of it must not take the memory of all. */
const resourceLimits = { maxOldGenerationSizeMb: 256 };

/** The thread's file: TypeScript beside this one, or beside the bundle that this one is in (build/node-bundle.ts). */
const workerFile = import.meta.url.endsWith('.ts')
  ? './protected-file-worker.ts'
  : './protected-file-worker.cjs';

const answerSchema = z.union([
  z.object({ opened: openedSchema }),
  z.object({
    refused: z.object({
      code: z.enum(certificateErrorCodes),
      text: messageSchema,
      fix: messageSchema.optional(),
    }),
  }),
]);
export type OpeningAnswer = z.infer<typeof answerSchema>;

/**
 * Opens what a passphrase protects in a thread of its own: such a file says itself how much work it is, and could keep
 * the process from everything else. At the limit the thread is ended.
 * @throws CertificateError - takes-too-long, and those of readPfx and openEncryptedKey
 */
export async function openProtectedFile(
  file: ProtectedFile,
  limits: OpeningLimits = usualLimits,
): Promise<OpenedFile> {
  const { promise, resolve, reject } = Promise.withResolvers<OpenedFile>();
  const worker = new Worker(new URL(workerFile, import.meta.url), {
    workerData: { file, rounds: limits.rounds },
    resourceLimits,
  });
  const timer = setTimeout(
    () => reject(certificateError('signIn.fileAsksSoManyRounds')),
    limits.milliseconds,
  );
  worker.once('message', (message: unknown) => {
    const answer = answerSchema.parse(message);
    if ('opened' in answer) resolve(answer.opened);
    else reject(new CertificateError(answer.refused.code, answer.refused.text, answer.refused.fix));
  });
  // out of memory comes this way too
  worker.once('error', (error: unknown) => {
    reject(
      systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
        ? certificateError('signIn.fileAsksSoManyRounds')
        : error,
    );
  });
  worker.once('exit', () => reject(new Error('The thread that opens certificates ended without a word.')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
