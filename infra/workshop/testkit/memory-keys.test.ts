import { keysContract } from '../contract/keys/keys-contract.ts';
import { createMemoryKeys } from './memory-keys.ts';

keysContract('memory', async () => {
  const keys = createMemoryKeys();
  return { keys, later: async () => keys, close: async () => undefined };
});
