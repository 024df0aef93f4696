import { prepareNode } from '#core/headless/prepare-node.ts';

/*
 * A process of its own: Mailwicket as it is, with one account whose provider answers at once, and the mail
 * stand-in as its IMAP server. Arguments: the stand-in's port, the file with its authority, and a folder where
 * everything is to stay, with a password that Mailwicket makes; in memory where there is none.
 */

prepareNode();

await import('./gateway-service.ts');
