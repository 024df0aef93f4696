import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const keyFileSchema = z.object(
  {
    type: z.literal('service_account', {
      error: 'it is a key file of another kind (its "type" must be "service_account")',
    }),
    client_email: z.email({ error: 'its "client_email" is missing' }),
    private_key: z
      .string({ error: 'its "private_key" is missing' })
      .min(1, { error: 'its "private_key" is empty' }),
    private_key_id: z.string().optional(),
  },
  { error: 'it is not a key file' },
);

export interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: KeyObject;
  readonly keyId: string | undefined;
}

/** The key file cannot be used. The message is for people and goes after “the service account's key: ”. */
export class ServiceAccountKeyError extends Error {
  readonly code = 'service-account-key';

  constructor(message: string) {
    super(message);
    this.name = 'ServiceAccountKeyError';
  }
}

/**
 * Reads the key file (JSON) of a Google service account.
 * @throws ServiceAccountKeyError; without anything of the key in it
 */
export function readServiceAccountKey(json: string): ServiceAccountKey {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    // the parser's own message quotes the text
    throw new ServiceAccountKeyError('it is not JSON');
  }
  const checked = keyFileSchema.safeParse(parsed);
  if (!checked.success) {
    throw new ServiceAccountKeyError(checked.error.issues[0]?.message ?? 'it is not a key file');
  }
  const { client_email: clientEmail, private_key: pem, private_key_id: keyId } = checked.data;
  return { clientEmail, privateKey: readKey(pem), keyId };
}

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new ServiceAccountKeyError('its "private_key" is not a PEM private key');
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new ServiceAccountKeyError('its "private_key" is not an RSA key');
  return key;
}
