import { canonicalAddress } from '../accounts/account.ts';
import { protocolName } from '../accounts/protocol.ts';
import type { MailRefusal, RefusalExplanation } from './mail-refusal.ts';

/** What to do where Exchange has a token and does not open the mailbox, by how the token was had. */
export function exchangeMailboxFix(refusal: MailRefusal): Pick<RefusalExplanation, 'fix' | 'who'> {
  const { grant, protocol, identity, signedInAs, address } = refusal;
  const name = protocolName[protocol];
  if (grant === 'client-credentials') {
    const right = protocol === 'smtp' ? 'Send As' : 'Full Access';
    return {
      fix: `The application must be known to Exchange by the Object ID of its Enterprise application (not of the App registration), and have ${right} to ${identity} by its primary address, not an alias. The administrator’s script does both and shows the result: mailwicket admin-script. New permissions can take an hour.`,
      who: 'administrator',
    };
  }
  const signedIn = signedInAs ?? address;
  if (canonicalAddress(signedIn) === canonicalAddress(identity)) {
    return {
      fix: `Check that ${name} is switched on for this mailbox${protocol === 'smtp' ? ' (Authenticated SMTP)' : ''}, that it has a licence, and that ${identity} is its primary address and not an alias. ${protocol === 'smtp' ? '' : 'Too many open connections look the same: close other programs. '}Then sign in again.`,
      who: 'user',
    };
  }
  if (protocol === 'smtp') {
    return {
      fix: `Over SMTP one signs in as oneself, also for a shared mailbox: set the account’s SMTP user to ${signedIn}, who needs the permission Send As on ${identity}.`,
      who: 'user',
    };
  }
  return {
    fix: `${signedIn} has signed in, and needs Full Access to the mailbox of ${identity}. If ${identity} is only another address of the same mailbox, use the primary one.`,
    who: 'administrator',
  };
}
