/** The names under which preload scripts and the main process speak. */
export const channels = {
  /** (name, input): a command of the core. */
  run: 'mailwicket:run',
  /** (name, input): something of the host. */
  host: 'mailwicket:host',
  /** (topic, id): what there is of a topic comes once to this subscriber, then what is new comes to all. */
  subscribe: 'mailwicket:subscribe',
  /** Pushed: {to?, snapshot}. */
  snapshot: 'mailwicket:snapshot',
  /** Pushed: {to?, entries}. */
  activity: 'mailwicket:activity',
  /** The sign-in bar: what its buttons ask for. */
  barAct: 'sign-in-bar:act',
  /** The sign-in bar: the person's answer to its question. */
  barAnswer: 'sign-in-bar:answer',
  /** The sign-in bar is ready to be told. */
  barReady: 'sign-in-bar:ready',
  /** Pushed: what the bar shows. */
  barState: 'sign-in-bar:state',
} as const;
