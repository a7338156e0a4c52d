/** Runs the server until it is stopped, and exits with its exit code. */
export const serveUntilStopped = async (): Promise<never> => {
  const { serve } = await import('#infra/app/serve.ts');
  process.exit(await serve());
};
