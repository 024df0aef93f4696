import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A Google service account's key file and the public half of its key. */
export function makeServiceAccountKey(): { json: string; publicKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const json = JSON.stringify({
    type: 'service_account',
    project_id: 'p',
    private_key_id: 'key-7',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'robot@p.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  });
  return { json, publicKey };
}
