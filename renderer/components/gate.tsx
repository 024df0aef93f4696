import type { ReactNode } from 'react';
import type { OverallState } from '#contract/status.ts';

/** The drawing of build/icons/mailwicket.svg: a gate, and cut out of it what tells the state. */
const gate = 'M2 15V7a6 6 0 0 1 12 0v8z';
const wicket = 'M6 15V10.2a2 2 0 0 1 4 0V15z';
const dot = (x: number): string => `M${String(x)} 7.85a1.15 1.15 0 1 1 0 2.3a1.15 1.15 0 1 1 0-2.3z`;
/** How all stands; 'idle': there is nothing yet that could stand well or badly. */
export type GateState = OverallState | 'idle';

const cuts = {
  idle: wicket,
  ready: wicket,
  working: [4.9, 8, 11.1].map(dot).join(''),
  'needs-you': 'M7 4h2v6H7zM7 11.4h2v2H7z',
  paused: 'M5 6h2v6.5H5zM9 6h2v6.5H9z',
} as const satisfies Record<Exclude<GateState, 'offline'>, string>;

/** How all stands, as the tray shows it: the gate with another cut-out, a shape before it is a colour. */
export function Gate({ state }: { readonly state: GateState }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" className={`gate gate-${state}`} aria-hidden="true">
      {state === 'offline' ? (
        <path className="gate-struck" d="M3 14.2V7a5 5 0 0 1 10 0v7.2zM1.6 14.4 14.4 1.6" />
      ) : (
        <path fillRule="evenodd" d={`${gate}${cuts[state]}`} />
      )}
    </svg>
  );
}

/** Mailwicket's mark: the gate with the open wicket, on its tile. */
export function AppMark(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" className="app-mark" aria-hidden="true">
      <rect className="app-mark-tile" width="16" height="16" rx="3.5" />
      <g transform="translate(2.6 2.2) scale(.675)">
        <path fillRule="evenodd" d={`${gate}${wicket}`} />
        <path d="M6.9 15V10.6l2.2-1.2V15z" opacity=".55" />
      </g>
    </svg>
  );
}
