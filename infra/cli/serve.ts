/** Runs the server until it is told to stop, and exits with the code of its end. */
export const serveUntilStopped = async (): Promise<never> => {
  const { serve } = await import('#infra/app/serve.ts');
  process.exit(await serve());
};
