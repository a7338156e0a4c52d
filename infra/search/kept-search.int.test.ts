import { byTheModule } from '#infra/testkit/search-side.ts';
import { keptSearchContract } from './contract/kept-search-contract.ts';

keptSearchContract('by the native module', byTheModule);
