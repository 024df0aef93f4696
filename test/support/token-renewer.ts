/**
 * A process of its own that renews an account's token without a pause, until it is killed:
 * `node token-renewer.ts FOLDER KEY-IN-HEX TOKEN-URL CLIENT-ID`. It prints a line for each renewal.
 */
import { renewerOver } from './renewer.ts';

const [folder = '', keyInHex = '', tokenUrl = '', clientId = ''] = process.argv.slice(2);
const renewer = renewerOver({ folder, key: Buffer.from(keyInHex, 'hex'), tokenUrl, clientId });
for (;;) {
  await renewer.renew();
  process.stdout.write('renewed\n');
}
