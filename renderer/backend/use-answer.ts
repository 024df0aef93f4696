import { useEffect, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { CommandResult } from '#contract/problem.ts';
import { useBackend } from './backend-context.tsx';

/**
 * The answer to a command that only asks; asked anew when the input changes, or `occasion` does. Undefined until
 * the first answer; after that the last one stays until the next is there.
 */
export function useAnswer<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  occasion = '',
): CommandResult<CommandOutput<Name>> | undefined {
  const backend = useBackend();
  const [answer, setAnswer] = useState<CommandResult<CommandOutput<Name>>>();
  const question = JSON.stringify(input);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const result = await backend.run(name, input);
      // another question has been asked meanwhile, or nobody looks any more
      if (current) setAnswer(result);
    };
    void ask();
    return () => {
      current = false;
    };
    // `input` is made anew at every drawing: its text stands for it
  }, [backend, name, question, occasion]);
  return answer;
}
