import { keepCompiled } from './compiled.ts';

keepCompiled();
const { serve } = await import('./serve.ts');
// An uncaught error leaves the process in an unknown state. Node ends it, and the supervisor starts it again.
process.exit(await serve());
