import { keptSearchContract } from '#infra/workshop/contract/search/kept-search-contract.ts';
import { inOneFile } from '#infra/workshop/testkit/search-side.ts';

keptSearchContract('in one file', inOneFile);
