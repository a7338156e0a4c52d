/** Exit codes that scripts may rely on. Codes above 63 are those of BSD's sysexits. */
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
  69   something needed is not available: the database, the running server, a file
  70   a bug in filament
  75   serve: another process writes the log
  78   the configuration is wrong, or the log or the database refuses its user, password or rights
  130  interrupted`;

/** Ends a command with a sentence for the person and an exit code for the script. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
