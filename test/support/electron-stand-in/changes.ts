import { EventEmitter } from 'node:events';

const changes = new EventEmitter();

/** Says that something that a test may look at has changed. */
export function changed(): void {
  changes.emit('changed');
}

/** Calls back after each change. */
export function onChange(listener: () => void): void {
  changes.on('changed', listener);
}
