import { inOneFile } from '#infra/testkit/search-side.ts';
import { keptSearchContract } from './contract/kept-search-contract.ts';

keptSearchContract('in one file', inOneFile);
