import { EXIT, type ExitCode } from './exit-codes.ts';

/** The server's own program, which lives until it is told to stop and then ends the process itself. */
export const serve = async (): Promise<ExitCode> => {
  await import('#infra/app/main.ts');
  return EXIT.ok;
};
