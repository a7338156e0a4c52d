/** What a script may rely on. Beyond 63 they are those of BSD's sysexits. */
export const EXIT = {
  ok: 0,
  problemFound: 1,
  usage: 2,
  partlyDone: 3,
  unavailable: 69,
  internal: 70,
  config: 78,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_EXPLAINED = `Exit codes:
  0    done
  1    refused, or a check found a problem (verify, doctor, projections list, log copy)
  2    the command line was wrong
  3    partly done: something was left out, and the output says what (import, projections --all)
  69   something needed is away: the database, the running server, a file
  70   a fault in filament itself
  75   serve: another process has the log
  78   the configuration is wrong, or the log refuses the user and password it names
  130  interrupted`;

/** Ends a command with a sentence for the person and a code for the script. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
