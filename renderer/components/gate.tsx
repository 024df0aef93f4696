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

/** What Mailwicket does, in one picture: a mail program's way through the wicket of a shut gate to its provider. */
export function GatePicture(props: {
  /** What stands under its two sides: how the mail program comes, and how Mailwicket goes on. */
  readonly from: string;
  readonly to: string;
}): ReactNode {
  const { from, to } = props;
  return (
    <figure className="gate-picture">
      <svg viewBox="0 0 416 132" aria-hidden="true">
        <path className="picture-ground" d="M8 126.5H404" />
        <path className="picture-arch" d="M137 126V70a70 70 0 0 1 140 0v56z" />
        <path className="picture-planks" d="M146 126V72a61 61 0 0 1 122 0v54z" />
        <path className="picture-gaps" d="M167 28v98M187 16v110M207 11v115M227 16v110M247 28v98M153 52h108" />
        <path className="picture-lock" d="M199 44h16v13h-16z" />
        <path className="picture-bow" d="M202 44v-4a5 5 0 0 1 10 0v4" />
        <path className="picture-wicket" d="M185 126V90a22 22 0 0 1 44 0v36z" />
        <path className="picture-leaf" d="M230 88l18-10v40l-18 8z" />
        <path className="picture-knob" d="M244 100h.01" />
        <path className="picture-letter" d="M191 92h32v22h-32zM192 93.5l15 11 15-11" />
        <path
          className="picture-thing"
          d="M17 57h84a3 3 0 0 1 3 3v54a3 3 0 0 1-3 3H17a3 3 0 0 1-3-3V60a3 3 0 0 1 3-3zM14 70h90M49 117v9M69 117v9M42 126.5h34"
        />
        <path className="picture-dots" d="M22 63.5h.01M28 63.5h.01M34 63.5h.01" />
        <path className="picture-lines" d="M26 81h42M26 90h56M26 99h30" />
        <path className="picture-way" d="M112 102h64M256 102h52" />
        <path className="picture-arrow" d="M307 97l5 5-5 5" />
        <path
          className="picture-thing"
          d="M340 117h46a19 19 0 0 0 3-37.7 27 27 0 0 0-53 2.7 17.6 17.6 0 0 0 4 35z"
        />
        <path className="picture-arrow picture-tick" d="M350 98l8 8 14-16" />
      </svg>
      <figcaption className="small quiet">
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}
