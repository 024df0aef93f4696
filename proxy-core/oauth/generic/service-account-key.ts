import { type Message, type MessageCode, msg } from '#messages/message.ts';
import { issueText } from '#core/errors/schema-issues.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const keyFileSchema = z.object(
  {
    type: z.literal('service_account', {
      error: 'signIn.keyFileAnotherKindType' satisfies MessageCode,
    }),
    client_email: z.email({ error: 'signIn.clientEmailMissing' satisfies MessageCode }),
    private_key: z
      .string({ error: 'signIn.privateKeyMissing' satisfies MessageCode })
      .min(1, { error: 'signIn.privateKeyEmpty' satisfies MessageCode }),
    private_key_id: z.string().optional(),
  },
  { error: 'signIn.notKeyFile' satisfies MessageCode },
);

export interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKey: KeyObject;
  readonly keyId: string | undefined;
}

/** The key file cannot be used. The message is for people and goes after “the service account's key: ”. */
export class ServiceAccountKeyError extends CodedError<'service-account-key'> {
  constructor(text: Message) {
    super('service-account-key', text);
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
    throw new ServiceAccountKeyError(msg('storage.notJson'));
  }
  const checked = keyFileSchema.safeParse(parsed);
  if (!checked.success) {
    const [first] = checked.error.issues;
    throw new ServiceAccountKeyError(first === undefined ? msg('signIn.notKeyFile') : issueText(first));
  }
  const { client_email: clientEmail, private_key: pem, private_key_id: keyId } = checked.data;
  return { clientEmail, privateKey: readKey(pem), keyId };
}

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new ServiceAccountKeyError(msg('signIn.privateKeyNotPemPrivateKey'));
  }
  if (key.asymmetricKeyType !== 'rsa') throw new ServiceAccountKeyError(msg('signIn.privateKeyNotRsaKey'));
  return key;
}
