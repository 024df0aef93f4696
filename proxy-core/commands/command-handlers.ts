import { commandTable, type CommandName, type ParsedInputs } from '#contract/commands.ts';
import { CommandRunner } from './command-runner.ts';
import type { CommandDeps, Handlers } from './deps.ts';
import { accountHandlers, followSignIns } from './account-handlers.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { checkHandlers, tokenHandlers } from './check-handlers.ts';
import { checklistHandlers } from './checklist-handlers.ts';
import { clientHandlers, clientTestHandlers, consentHandlers, followConsents } from './client-handlers.ts';
import { lookupHandlers } from './lookup-handlers.ts';
import { setupHandlers } from './setup-handlers.ts';
import { settingsHandlers, deviceHandlers } from './settings-handlers.ts';
import { passwordHandlers } from './password-handlers.ts';

/**
 * What carries out every command of the contract.
 * @param done - called after each command, whatever came of it
 */
export function commandRunner(deps: CommandDeps, done: () => Promise<void>): CommandRunner<ParsedInputs> {
  const handlers: Handlers<CommandName> = {
    ...clientHandlers(deps),
    ...clientTestHandlers(deps),
    ...certificateHandlers(deps),
    ...consentHandlers(deps),
    ...accountHandlers(deps),
    ...passwordHandlers(deps),
    ...checkHandlers(deps),
    ...checklistHandlers(deps),
    ...deviceHandlers(deps),
    ...lookupHandlers(deps),
    ...tokenHandlers(deps),
    ...settingsHandlers(deps),
    ...setupHandlers(deps),
  };
  return new CommandRunner({ schemas: commandTable, handlers, done });
}

/** Goes on with the sign-ins and the consents that other nodes of the store have begun; called again it looks for more. */
export function followNodes(deps: CommandDeps): void {
  followSignIns(deps);
  followConsents(deps);
}
