import { useEffect, useState } from 'react';
import { useBackend } from '../../backend/backend-context.tsx';
import type { ClientDefaults, ClientDraft } from './client-draft.ts';

/** What the preset fills in for the choices made so far; the old stays until the new has come. */
export function useClientDefaults(
  draft: Pick<ClientDraft, 'provider' | 'grant' | 'cloud' | 'tenant'>,
): ClientDefaults | undefined {
  const backend = useBackend();
  const { provider, grant, cloud } = draft;
  const tenant = draft.tenant.trim();
  const [defaults, setDefaults] = useState<ClientDefaults>();
  useEffect(() => {
    let wanted = true;
    const input = {
      provider,
      grant,
      ...(provider === 'microsoft365' ? { cloud } : {}),
      ...(tenant === '' ? {} : { tenant }),
    };
    const ask = async (): Promise<void> => {
      const result = await backend.run('client-defaults', input);
      if (wanted && result.ok) setDefaults(result.value);
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [backend, provider, grant, cloud, tenant]);
  return defaults;
}
