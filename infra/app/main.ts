import { keepCompiled } from './compiled.ts';

keepCompiled();
const { serve } = await import('./serve.ts');
// What nobody caught leaves the process in a state nobody knows: Node ends it, and the supervisor starts it again.
process.exit(await serve());
