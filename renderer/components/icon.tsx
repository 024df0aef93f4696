import type { ReactNode } from 'react';
import { presetFor } from '#contract/providers/presets.ts';
import type { AccountState, ClientView } from '#contract/views.ts';
import { t } from '../i18n.ts';
import type { OverallState } from '#contract/status.ts';

/** Mailwicket's own drawings on a grid of 16, each one path: a line of 1.5 with round ends, in the colour of the text. */
const paths = {
  activity: 'M1.5 8.5h2.75l2-5 3 9 2-5.25.9 1.25h2.35',
  bars: 'M5.75 3.5v9M10.25 3.5v9',
  bird: 'M13.75 4.5 11.6 4A4.6 4.6 0 0 0 4 6.75c-.75 2-.75 4-1.75 5.75 3 1 8.75.75 9.75-4 .2-1 .1-1.75.35-2.5ZM9.75 6.5h.01',
  building: 'M3.25 13.75v-11h6v11M9.25 6.75h3.5v7M1.75 13.75h12.5M5.25 5.25h2M5.25 7.75h2M5.25 10.25h2',
  check: 'M3 8.5 6.5 12 13 4.5',
  clock: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.75V8l2.25 1.5',
  cloud: 'M4.75 12.5a2.75 2.75 0 0 1-.3-5.5 3.75 3.75 0 0 1 7.3 0 2.75 2.75 0 0 1-.5 5.5Z',
  'cloud-off':
    'M4.6 6.3a2.75 2.75 0 0 0 .15 6.2h6.5M7.25 4a3.75 3.75 0 0 1 4.5 3 2.75 2.75 0 0 1 2 4M2 2l12 12',
  compass: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM10.75 5.25l-1.5 4-4 1.5 1.5-4Z',
  copy: 'M5.75 5.75h7.5v7.5h-7.5ZM3.25 10.25h-.5v-7.5h7.5v.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  down: 'M3.5 6 8 10.5 12.5 6',
  download: 'M8 2.5v7.75M4.75 7 8 10.25 11.25 7M2.75 13.25h10.5',
  external: 'M9.5 2.75h3.75V6.5M13 3 7.75 8.25M6.5 3.25H2.75v10h10V9.5',
  eye: 'M1.5 8S4 3.75 8 3.75 14.5 8 14.5 8 12 12.25 8 12.25 1.5 8 1.5 8ZM9.75 8a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0Z',
  'eye-off':
    'M5 4.5C2.75 5.75 1.5 8 1.5 8S4 12.25 8 12.25c1 0 1.9-.25 2.7-.65M7.25 3.8C11.75 3.25 14.5 8 14.5 8s-.6 1.1-1.75 2.2M2.5 2.5l11 11',
  file: 'M4 1.75h5L12.25 5v9.25H4ZM8.75 2v3.25H12',
  globe: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM2 8h12M8 2c3.25 3.5 3.25 8.5 0 12M8 2c-3.25 3.5-3.25 8.5 0 12',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.5V11M8 5h.01',
  key: 'M8 10.75a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0ZM7.25 8.75 13.5 2.5M11 5l1.75 1.75',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  lock: 'M3.75 7.25h8.5v6h-8.5ZM5.5 7.25V5a2.5 2.5 0 0 1 5 0v2.25',
  mail: 'M2.25 3.75h11.5v8.5H2.25ZM2.75 4.5 8 8.75l5.25-4.25',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  person: 'M10.75 5.25a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0ZM2.75 13.75a5.25 5.25 0 0 1 10.5 0',
  phone: 'M4.5 1.75h7v12.5h-7ZM7.25 12h1.5',
  plane: 'M14 2 7 9M14 2 9.75 14 7 9 2 6.25Z',
  play: 'M5 3.25v9.5L12.5 8Z',
  plus: 'M8 3v10M3 8h10',
  printer: 'M4.75 5.75v-3.5h6.5v3.5M4.75 11.25h-2v-5.5h10.5v5.5h-2M4.75 9.25h6.5v4.5h-6.5Z',
  qr: 'M2.75 2.75h4v4h-4ZM9.25 2.75h4v4h-4ZM2.75 9.25h4v4h-4ZM9.25 9.25h1.5M13.25 9.25v1.5M9.25 13.25v-1.5M12 13.25h1.25',
  rack: 'M2.75 2.75h10.5v4.5H2.75ZM2.75 8.75h10.5v4.5H2.75ZM5 5h.01M5 11h.01M8 5h3M8 11h3',
  refresh: 'M13.25 8a5.25 5.25 0 1 1-1.75-3.9l1.75 1.65M13.25 2.5v3.25H10',
  right: 'M6 3.5 10.5 8 6 12.5',
  ring: 'M8 2.25A5.75 5.75 0 1 0 13.75 8',
  screen: 'M2.5 2.75h11v7.5h-11ZM8 10.25v3M5.5 13.25h5',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.25 10.25l3.5 3.5',
  shield: 'M8 1.75l5 2v4c0 3-2 5.25-5 6.5-3-1.25-5-3.5-5-6.5v-4Z',
  sliders: 'M1.5 5h6.75M11.25 5h3.25M9.75 3v4M1.5 11h2.75M7.25 11h7.25M5.75 9v4',
  swap: 'M3 5.5h9.5L10 3M13 10.5H3.5L6 13',
  trash: 'M2.75 4.25h10.5M6 4V2.25h4V4M4.25 4.5l.5 9.25h6.5l.5-9.25M6.75 7v4M9.25 7v4',
  triangle: 'M8 2.5l6.25 10.75H1.75ZM8 6.75V9.5M8 11.4v.01',
  undo: 'M3.5 6.5h6a3.4 3.4 0 0 1 0 6.75H6M6 4 3.5 6.5 6 9',
  upload: 'M8 10.25V2.5M4.75 5.75 8 2.5l3.25 3.25M2.75 13.25h10.5',
} as const;
export type IconName = keyof typeof paths;

/** These point along the line of text, and turn round with it. */
const pointing = new Set<IconName>(['left', 'right', 'undo', 'external', 'plane']);

/**
 * A drawing in the size and colour of the text beside it, silent for screen readers: words say what it means, or
 * `label` where there is room for none.
 */
export function Icon(props: {
  readonly name: IconName;
  readonly label?: string;
  readonly className?: string;
}): ReactNode {
  const { name, label, className } = props;
  const classes = ['icon', `icon-${name}`, pointing.has(name) ? 'icon-pointing' : '', className ?? ''];
  return (
    <svg
      viewBox="0 0 16 16"
      className={classes.filter((one) => one !== '').join(' ')}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={paths[name]} />
    </svg>
  );
}

export type Tone = 'good' | 'busy' | 'care' | 'bad' | 'quiet';

/** The shape that goes with each tone, where nothing says more. */
export const toneIcons = {
  good: 'check',
  busy: 'ring',
  care: 'triangle',
  bad: 'cross',
  quiet: 'bars',
} as const satisfies Record<Tone, IconName>;

/** How something stands: a shape, a colour and words; `chip` puts it on a ground of its colour. */
export function Mark(props: {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly chip?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { tone, icon = toneIcons[tone], chip = false, children } = props;
  return (
    <span className={`state-mark small strong tone-${tone}${chip ? ' chip' : ''}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

/** Done or failed, where the words stand beside it: a shape, a colour, and a word for those who see neither. */
export function OutcomeMark({ ok, label }: { readonly ok: boolean; readonly label: string }): ReactNode {
  return <Icon name={ok ? 'check' : 'cross'} label={label} className={ok ? 'tone-good' : 'tone-bad'} />;
}

type Ground = ReturnType<typeof presetFor>['mark']['ground'];

/** A provider's drawing on its ground: nobody's trademark. The words stand beside it, so it is silent. */
export function ProviderMark(props: {
  readonly provider: ClientView['provider'] | undefined;
  readonly large?: boolean;
}): ReactNode {
  const { provider, large = false } = props;
  const { glyph, ground } = presetFor({ provider: provider ?? 'custom' }).mark;
  return <Tile icon={glyph} ground={ground} large={large} />;
}

export function Tile(props: {
  readonly icon: IconName;
  readonly ground?: Ground;
  readonly large?: boolean;
}): ReactNode {
  const { icon, ground = 'plain', large = false } = props;
  return (
    <span className={`tile ground-${ground}${large ? ' tile-large' : ''}`} aria-hidden="true">
      <Icon name={icon} />
    </span>
  );
}

/** Each state has a shape of its own, for those who see no colour. */
export const stateLooks = {
  ready: { tone: 'good', icon: 'check' },
  'signing-in': { tone: 'busy', icon: 'ring' },
  'needs-sign-in': { tone: 'care', icon: 'triangle' },
  'needs-password': { tone: 'care', icon: 'key' },
  refused: { tone: 'bad', icon: 'cross' },
  unreachable: { tone: 'care', icon: 'cloud-off' },
  paused: { tone: 'quiet', icon: 'bars' },
} as const satisfies Record<AccountState, { readonly tone: Tone; readonly icon: IconName }>;

/** An account's state: a shape, a colour and words. */
export function StateMark(props: { readonly state: AccountState; readonly chip?: boolean }): ReactNode {
  const { state, chip = false } = props;
  return (
    <Mark {...stateLooks[state]} chip={chip}>
      {t(`state.${state}`)}
    </Mark>
  );
}

/** The drawing of build/icons/mailwicket.svg: a gate, and cut out of it what tells the state. */
const gate = 'M2 15V7a6 6 0 0 1 12 0v8z';
const wicket = 'M6 15V10.2a2 2 0 0 1 4 0V15z';
const dot = (x: number): string => `M${String(x)} 7.85a1.15 1.15 0 1 1 0 2.3a1.15 1.15 0 1 1 0-2.3z`;
/** How all stands; 'idle': there is nothing yet that could stand well or badly. */
type GateState = OverallState | 'idle';

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

const thing = { fill: 'var(--card)', stroke: 'var(--ink2)', strokeWidth: 1.5 } as const;
const way = { stroke: 'var(--accent)', strokeWidth: 2 } as const;

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
        <path stroke="var(--line)" d="M8 126.5H404" />
        <path fill="light-dark(#d3dcd8, #3a413e)" d="M137 126V70a70 70 0 0 1 140 0v56z" />
        <path fill="light-dark(#8fa29b, #58645f)" d="M146 126V72a61 61 0 0 1 122 0v54z" />
        <path
          stroke="light-dark(#798c85, #48534e)"
          strokeWidth="2"
          d="M167 28v98M187 16v110M207 11v115M227 16v110M247 28v98M153 52h108"
        />
        <path fill="light-dark(#34423d, #c6d0cb)" d="M199 44h16v13h-16z" />
        <path stroke="light-dark(#34423d, #c6d0cb)" strokeWidth="2.5" d="M202 44v-4a5 5 0 0 1 10 0v4" />
        <path
          fill="light-dark(#ffffff, #e7f6f1)"
          stroke="var(--accent)"
          strokeWidth="3"
          d="M185 126V90a22 22 0 0 1 44 0v36z"
        />
        <path fill="var(--accent)" d="M230 88l18-10v40l-18 8z" />
        <path stroke="var(--accent-ink)" strokeWidth="3" d="M244 100h.01" />
        <path stroke="#0b6e57" strokeWidth="1.75" d="M191 92h32v22h-32zM192 93.5l15 11 15-11" />
        <path
          {...thing}
          d="M17 57h84a3 3 0 0 1 3 3v54a3 3 0 0 1-3 3H17a3 3 0 0 1-3-3V60a3 3 0 0 1 3-3zM14 70h90M49 117v9M69 117v9M42 126.5h34"
        />
        <path stroke="var(--ink2)" strokeWidth="2.5" d="M22 63.5h.01M28 63.5h.01M34 63.5h.01" />
        <path stroke="var(--line)" strokeWidth="4" d="M26 81h42M26 90h56M26 99h30" />
        <path {...way} strokeDasharray="0.1 6" d="M112 102h64M256 102h52" />
        <path {...way} d="M307 97l5 5-5 5" />
        <path {...thing} d="M340 117h46a19 19 0 0 0 3-37.7 27 27 0 0 0-53 2.7 17.6 17.6 0 0 0 4 35z" />
        <path {...way} strokeWidth="2.5" d="M350 98l8 8 14-16" />
      </svg>
      <figcaption className="small quiet">
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}
