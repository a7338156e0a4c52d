import { eventLogContract } from '../contract/log/event-log-contract.ts';
import { createMemoryEventLog } from './memory-event-log.ts';

eventLogContract('memory', async () => ({ log: createMemoryEventLog(), close: async () => undefined }));
