import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts';
import type { CommandResult, Problem } from '#contract/problem.ts';
import { useBackend } from './backend-context.tsx';

export interface RunningCommand<Name extends CommandName> {
  readonly busy: boolean;
  /** Why the last run failed; gone when the next one begins. */
  readonly problem: Problem | undefined;
  /** Carries it out; the result comes back too, for what is to follow. */
  readonly run: (input: CommandInput<Name>) => Promise<CommandResult<CommandOutput<Name>>>;
  readonly forget: () => void;
}

/** A command of the core, with what a screen shows of it: that it runs, and why it failed. */
export function useCommand<Name extends CommandName>(name: Name): RunningCommand<Name> {
  const backend = useBackend();
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const run = useCallback(
    async (input: CommandInput<Name>) => {
      setRunning((count) => count + 1);
      setProblem(undefined);
      const result = await backend.run(name, input);
      if (!shown.current) return result;
      setRunning((count) => count - 1);
      if (!result.ok) setProblem(result);
      return result;
    },
    [backend, name],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { busy: running > 0, problem, run, forget };
}

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
