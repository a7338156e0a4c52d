import * as E from 'fp-ts/lib/Either.js';
import { type Config, decodeConfig } from './config.ts';
import { VARIABLES } from './variables.ts';

/** BSD's code for "the configuration is wrong"; service managers know it. */
const EXIT_CONFIG = 78;

const end = (faults: string): never => {
  process.stderr.write(`${faults}\n`);
  process.exit(EXIT_CONFIG);
};

/**
 * The configuration of this process. Faults are told together, and end the process unless `wrong` says otherwise. Secrets
 * are wiped from the environment afterwards, so that neither a child process nor a crash report carries them.
 */
export const takeConfig = (wrong: (faults: string) => never = end): Config => {
  const decoded = decodeConfig(process.env);
  for (const { name, secret } of Object.values(VARIABLES)) if (secret) delete process.env[name];
  if (E.isRight(decoded)) return decoded.right;
  const lines = ['The configuration is wrong:', ...decoded.left.map((fault) => `  - ${fault}`), 'See docs/CONFIG.md.'];
  return wrong(lines.join('\n'));
};
