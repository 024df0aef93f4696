import { useCallback, useEffect, useState } from 'react';
import type { Language } from '#messages/languages.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import type { Problem } from '#contract/problem.ts';
import { useBackend, useHostInfo } from '../../backend/backend-context.tsx';

/** While the host looks for updates, it is asked again at this pace. Milliseconds. */
const pace = 1_000;

/** The host as it is now, and how to change it. */
export function useHostState(): {
  readonly info: HostInfo | undefined;
  readonly problem: Problem | undefined;
  /** What the host speaks, where it has words of its own. */
  readonly setLanguage: (language: Language) => Promise<void>;
  readonly setStartAtLogin: (on: boolean) => Promise<void>;
  readonly setSignInWindow: (on: boolean) => Promise<void>;
  readonly checkUpdates: () => Promise<void>;
} {
  const backend = useBackend();
  const atFirst = useHostInfo();
  const [now, setNow] = useState<HostInfo>();
  const [problem, setProblem] = useState<Problem>();
  const info = now ?? atFirst;
  const look = useCallback(async (): Promise<void> => {
    const result = await backend.host('host-info', {});
    if (result.ok) setNow(result.value);
  }, [backend]);
  useEffect(() => void look(), [look]);
  const busy = info?.updates?.state === 'checking' || info?.updates?.state === 'available';
  useEffect(() => {
    if (!busy) return undefined;
    const timer = window.setInterval(() => void look(), pace);
    return () => window.clearInterval(timer);
  }, [busy, look]);
  return {
    info,
    problem,
    async setLanguage(language) {
      if (info?.kind !== 'desktop') return;
      const result = await backend.host('host-set-language', { language });
      setProblem(result.ok ? undefined : result);
    },
    async setStartAtLogin(on) {
      const result = await backend.host('host-set-start-at-login', { on });
      setProblem(result.ok ? undefined : result);
      await look();
    },
    async setSignInWindow(on) {
      const result = await backend.host('host-set-sign-in-window', { on });
      setProblem(result.ok ? undefined : result);
      await look();
    },
    async checkUpdates() {
      const result = await backend.host('host-check-updates', {});
      setProblem(result.ok ? undefined : result);
      await look();
    },
  };
}
