/** Exit codes, documented in docs/command-line.md; scripts of a province rely on them. */
export const EXIT = {
  ok: 0,
  /** The work was done, and the data has matters open: rejected or ambiguous records, blocked communes. */
  open: 1,
  /** Wrong use: options, config file, unknown run. Nothing was done. */
  usage: 2,
  /** A source cannot be used or is refused: unreadable, wrong place, already migrated. Nothing was written. */
  refused: 3,
  /** A fault of the machine or the program: disk full, database lost. What was committed stands; run again. */
  failed: 4,
  /** Stopped by Ctrl-C or SIGTERM. What was committed stands; run again. */
  stopped: 130,
} as const;

/** An expected failure: printed as one message without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exit: number;
  constructor(message: string, exit: number = EXIT.usage, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
  }
}
