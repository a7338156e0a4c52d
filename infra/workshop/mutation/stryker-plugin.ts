import type { StrykerOptions } from '@stryker-mutator/api/core';
import {
  commonTokens,
  declareFactoryPlugin,
  declareValuePlugin,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';
import * as t from 'io-ts';
import { InProcessMocha } from './mocha-runner.ts';

export const TEST_RUNNER = 'in-process-mocha';
export const IGNORER = 'properties-of-strings';

/**
 * Names the test files for our runner. Stryker's own option `testFiles` does not work here: with it, a mutant of code
 * that runs at import becomes active only after the import.
 */
const Options = t.type({ mochaFiles: t.array(t.string) });
export type MochaOptions = t.TypeOf<typeof Options>;

const testRunner = (options: StrykerOptions): InProcessMocha => {
  if (!Options.is(options)) throw new Error('Stryker was given no mochaFiles; name the test files.');
  return new InProcessMocha(options.mochaFiles);
};
testRunner.inject = tokens(commonTokens.options);

/** Stryker refuses options that no plugin declares. */
export const strykerValidationSchema = {
  properties: { mochaFiles: { type: 'array', items: { type: 'string' } } },
};

/** A node of the syntax tree, with the fields that the rule below reads. */
type Node = { readonly node: { readonly type: string; readonly flags?: string } };
const isNode = (path: object): path is Node => 'node' in path;

/**
 * Leaves out regular expressions with the flag `v`. Stryker negates `\p{...}`, but a property of strings such as
 * `\p{RGI_Emoji}` has no negation, so the file that holds all mutants of the source would not parse.
 */
const leaveOut = (path: object): string | undefined =>
  isNode(path) && path.node.type === 'RegExpLiteral' && path.node.flags?.includes('v') === true
    ? 'its mutant does not parse'
    : undefined;

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, TEST_RUNNER, testRunner),
  declareValuePlugin(PluginKind.Ignore, IGNORER, { shouldIgnore: leaveOut }),
];
