import type { Overall } from '#contract/status.ts';
import type { Texts } from '../localizer.ts';

/** The overall state in a line. */
export function overallLine(overall: Overall, texts: Texts): string {
  switch (overall.what) {
    case 'problem':
    case 'no-account':
    case 'checking':
    case 'paused':
      return texts(`overall.${overall.what}`);
    case 'network':
      return texts('overall.offline');
    case 'listener':
      return texts('overall.listener', { port: overall.port });
    case 'accounts':
      return texts('overall.needs-you', named(overall.accounts));
    case 'unreachable':
    case 'signing-in':
      return texts(`overall.${overall.what}`, named(overall.accounts));
    case 'ready':
      return texts('overall.ready', { count: overall.count });
    default:
      return overall satisfies never;
  }
}

function named({ first, count }: Extract<Overall, { accounts: unknown }>['accounts']): {
  readonly count: number;
  readonly address: string;
} {
  return { count, address: first.address };
}

/** The tray's tooltip: Windows shows no more than 127 characters. */
export function tooltipOf(line: string): string {
  const text = `Mailwicket: ${line}`;
  return text.length <= 127 ? text : `${text.slice(0, 126)}…`;
}
