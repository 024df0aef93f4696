import type { ServerLoginLimits } from '#core/mail/dialogue.ts';

/**
 * Every limit of the relay, with its reason. Times in milliseconds, sizes in octets.
 */
export const limits = {
  /** Before login a client says little: a name, a password, an ID. */
  serverLogin: {
    /**
     * RFC 2971 section 3.3: an ID has up to 30 fields of 30 and 1,024 octets, which a client may quote and escape.
     * RFC 4954 section 4.5.3: an AUTH line can be 12,288 octets.
     */
    line: 64 * 1024,
    /** A name or a password; RFC 7888's LITERAL- allows 4,096 without asking. */
    literal: 4_096,
    /** All that may come before the login is through, with what is pipelined behind it. */
    total: 256 * 1024,
    /**
     * A login takes a handful. Answers are up to a hundred times as long as their commands, and wait in memory for a
     * client that does not read them.
     */
    commands: 100,
    /** As Postfix and Dovecot do: somebody is guessing, or talks another protocol. */
    errors: 20,
  } satisfies ServerLoginLimits,
  /** Held behind the login before the client is made to wait (it is not hung up on for pipelining). */
  heldBeforePause: 64 * 1024,
  /**
   * Of an upload, what may wait for the upstream before the client is made to wait. Node completes one write to TLS in
   * each turn of its loop: with the 64 kB of a single read, each turn would carry one read.
   */
  uploadAhead: 256 * 1024,
  /** From connect to the end of a login; RFC 3501 section 5.4 asks for patience only after it. */
  timeBeforeLogin: 180_000,
  /** For a proxy to say who its client is: proxy-protocol.txt section 2 asks for 3 s at least, for a lost packet. */
  proxyHeader: 5_000,
  /** A person's mail program gives up after 60 to 100 s: the answer must come before. */
  loginTimeout: 45_000,
  /** Of that, for the check of the password and the wait for it: the provider's answer needs the rest. */
  passwordCheckTimeout: 20_000,
  /**
   * A login without a right password is refused no sooner than this. It is longer than the check of one takes, so that
   * timing does not reveal which accounts exist. Dovecot waits 2 s.
   */
  refusalTime: 1_000,
  /** A connection to one server, whatever number of addresses it has; and then TLS with it. */
  connectTimeout: 15_000,
  /**
   * One address of several. Node gives each a quarter of a second and then drops it, which no connection
   * over a satellite or a bad mobile network can meet.
   */
  addressTimeout: 1_500,
  /** How long a TLS session is resumed: a certificate that has ended, or is trusted no more, is noticed after that. */
  tlsSession: 3_600_000,
  /** Servers whose TLS sessions are kept; each takes some 3 kB. */
  tlsSessions: 200,
  /** Logins at one server that follow each other this closely are a run; the fifth shows that there is one. */
  preconnectPause: 3_000,
  preconnectAfter: 5,
  /** How long a connection that was made ahead is kept: a server hangs up on who says nothing after a minute or so. */
  preconnectIdle: 4_000,
  /** Servers whose runs are counted. */
  preconnectServers: 200,
  /** For another session of the mailbox to end, where the provider takes only so many at once. */
  slotTimeout: 20_000,
  /** Greeting, TLS and login at the provider. Exchange takes up to 5 s for a refusal. */
  upstreamLoginTimeout: 30_000,
  /** The first keepalive probe; a dead network is noticed in about a minute and a half. */
  keepAlive: 30_000,
  /** After one side has said that it is done, how long the other may be silent. */
  halfClosed: 300_000,
  /**
   * After the client has said that it is done and the upstream has answered, how long more answers are waited for
   * before the upstream is told. Short, as a client that has just closed its connection looks the same, and its
   * session counts at the provider meanwhile.
   */
  lastAnswers: 10_000,
  /** Between two questions to SMTP servers that have not said yet what they can do. */
  ehloAgain: 60_000,
  /**
   * A mail server that owes an answer and says nothing: RFC 5321 section 4.5.3.2.6 gives it 10 minutes after the
   * message, and no other command of the three protocols needs more.
   */
  unanswered: 600_000,
  /**
   * Connections that the system has made and this process has not taken yet. Where there are more, Linux forgets
   * some whose program believes itself connected and waits for a greeting that never comes. The system has a limit
   * of its own, which is 4,096 on Linux since 5.4.
   */
  backlog: 4_096,
  /** Connections in all: far above any office, far below a machine's files. */
  connections: 10_000,
  /** Connections that have not logged in yet: a loop that only connects is stopped here. */
  beforeLogin: 1_000,
  /** Of these, from one address elsewhere: an office behind one router logs in at once in the morning. */
  beforeLoginOfPeer: 100,
  /** File descriptors that connections of mail programs leave to all else: files, token requests, the panel. */
  descriptorsKept: 200,
  /** What anybody can cause without a password is written once, and then summed up after so long. */
  summaryPeriod: 600_000,
  /** The first octets after the login are read too, for refusals that come only then. */
  detectorWindow: 4_096,
  /** SIGTERM and quit: sessions get so long to end by themselves, and the whole stop is done within 5 s. */
  drain: 3_000,
  /** Of that, for a program that has connected to say its login: a few round trips, over a slow network too. */
  lastLogins: 1_000,
  /** And behind it so long for a disk to take what it did not take before. */
  lastWrites: 1_000,
} as const;
