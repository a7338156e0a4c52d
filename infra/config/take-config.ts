import * as E from 'fp-ts/lib/Either.js';
import { type Config, decodeConfig } from './config.ts';
import { VARIABLES } from './variables.ts';

/** BSD's code for "the configuration is wrong"; service managers know it. */
const EXIT_CONFIG = 78;

/**
 * The configuration of this process. Faults are printed together and end the process. Secrets are wiped from
 * the environment afterwards, so that neither a child process nor a crash report carries them.
 */
export const takeConfig = (): Config => {
  const decoded = decodeConfig(process.env);
  for (const { name, secret } of Object.values(VARIABLES)) if (secret) delete process.env[name];
  if (E.isRight(decoded)) return decoded.right;
  const lines = ['The configuration is wrong:', ...decoded.left.map((fault) => `  - ${fault}`), 'See docs/CONFIG.md.'];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(EXIT_CONFIG);
};
