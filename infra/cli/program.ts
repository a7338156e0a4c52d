/** Defines the command line: its words, its help texts, and the command that each word starts. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES_EXPLAINED, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command. Commands are loaded on demand, so that `--help` answers at once. */
export type CommandRunner = (
  command: (terminal: Terminal, signal: AbortSignal) => Promise<ExitCode>,
  options: { readonly json?: boolean },
) => Promise<void>;

type CliOptions = { readonly json?: boolean };

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const examples = (...lines: ReadonlyArray<string>): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

const json = (): Option => new Option('--json', 'print JSON on standard output, for programs');

const addServe = (program: Command): void => {
  program
    .command('serve')
    .summary('run the server')
    .description(
      'Runs the server until Ctrl-C or SIGTERM, exactly as npm start does, but does not build ' +
        'the web client first. Starts the embedded Postgres unless FILAMENT_DATABASE_URL names another database.',
    )
    // A server knows its own way to an orderly end.
    .action(async () => (await import('./serve.ts')).serveUntilStopped());
};

const addOwner = (program: Command, run: CommandRunner): void => {
  const owner = program
    .command('owner')
    .summary('the owner of this server')
    .description('Creates the first owner of this server.');
  owner
    .command('create')
    .summary('create a new one-time link for the first owner')
    .description(
      'Creates a new one-time link. The first person who opens it chooses a name and a password and owns the server. ' +
        'An earlier link stops working. Refused (exit code 1) once the server has an owner.',
    )
    .addOption(json())
    .action((options: CliOptions) =>
      run(async (terminal, signal) => (await import('./commands.ts')).ownerCreate(terminal, signal), options),
    );
};

const addPasswords = (program: Command, run: CommandRunner): void => {
  const passwords = program
    .command('passwords')
    .summary('how passwords are hashed')
    .description('Shows and changes how this server hashes passwords.');
  passwords
    .command('cost')
    .summary('show or change the cost of a password hash')
    .description(
      'Shows what a new password hash costs, and how many stored hashes have which cost. The first start measures the ' +
        'cost and fixes it. With an option the cost changes at the next start, and each account moves to it when its ' +
        'user logs in.',
    )
    .option('--measure', 'measure again what this machine can bear; run it while the machine is quiet')
    .option('--memory-mib <n>', 'MiB of memory that one hash takes', wholeNumber)
    .option('--passes <n>', 'passes over that memory', wholeNumber)
    .addOption(json())
    .addHelpText('after', examples('filament passwords cost', 'filament passwords cost --memory-mib 64 --passes 3'))
    .action((options: CliOptions & { measure?: boolean; memoryMib?: number; passes?: number }) =>
      run(async (terminal, signal) => {
        const { measure = false, memoryMib, passes } = options;
        return (await import('./commands.ts')).passwordsCost(terminal, { measure, memoryMib, passes }, signal);
      }, options),
    );
};

const addImport = (program: Command, run: CommandRunner): void => {
  program
    .command('import')
    .summary('import a conversation from elsewhere into a guild')
    .description(
      'Reads newline-delimited JSON, plain or gzipped: {"channel", "ts", "kind", "author", "text"} on each line. The ' +
        'guild, its channels and authors are created as needed. The import may be run again at any time, also after a ' +
        'kill: existing messages are left unchanged. It works beside a running server and without one. The format is ' +
        'described in docs/IMPORT.md.',
    )
    .argument('<file>', 'the file to import, or - for standard input')
    .requiredOption('--guild <name>', 'the guild to import into')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'filament import irc.jsonl.gz --guild "Our history"',
        'zcat old/*.jsonl.gz | filament import - --guild "Our history" --json',
      ),
    )
    .action((file: string, options: CliOptions & { guild: string }) =>
      run(
        async (terminal, signal) =>
          (await import('./import-file.ts')).importFile(terminal, file, options.guild, signal),
        options,
      ),
    );
};

const addProjections = (program: Command, run: CommandRunner): void => {
  const projections = program
    .command('projections')
    .summary('list, rebuild and verify the read models')
    .description(
      'Read models are built from the log. They can be built again at any time, while people write and read.',
    );
  const models = (): Argument => new Argument('[name...]', 'names of read models');
  projections
    .command('list')
    .summary('list every read model with its position in the log')
    .description('Lists every read model with its position in the log. Exit code 1 when one has parked events.')
    .addOption(json())
    .action((options: CliOptions) =>
      run(async (terminal, signal) => (await import('./commands.ts')).projectionsList(terminal, signal), options),
    );
  projections
    .command('rebuild')
    .summary('build read models again, beside the ones that serve')
    .description(
      'Builds read models again from the log, beside the ones that serve, and swaps them in when they have caught up. ' +
        'Users notice nothing: no read fails or goes back in time, and a failed rebuild changes nothing.',
    )
    .addArgument(models())
    .option('--all', 'rebuild all of them')
    .addOption(json())
    .addHelpText(
      'after',
      examples('filament projections rebuild message-timeline', 'filament projections rebuild --all'),
    )
    .action((names: ReadonlyArray<string>, options: CliOptions & { all?: boolean }) =>
      run(
        async (terminal, signal) =>
          (await import('./commands.ts')).projectionsRebuild(terminal, { names, all: options.all === true }, signal),
        options,
      ),
    );
  projections
    .command('verify')
    .summary('compare read models with the log, row for row')
    .description(
      'Builds a copy of each read model from the log, brings it to the position of the one that serves, and ' +
        'compares the two by hash. Exit code 1 when they differ. The copy is dropped and nothing is changed.',
    )
    .addArgument(models())
    .option('--all', 'verify all of them')
    .addOption(json())
    .action((names: ReadonlyArray<string>, options: CliOptions & { all?: boolean }) =>
      run(
        async (terminal, signal) =>
          (await import('./commands.ts')).projectionsVerify(terminal, { names, all: options.all === true }, signal),
        options,
      ),
    );
};

const addLog = (program: Command, run: CommandRunner): void => {
  const log = program
    .command('log')
    .summary('read, export and copy the event log')
    .description('The event log holds everything that ever happened on this server. These commands only read it.');
  log
    .command('stats')
    .summary('count the events by type')
    .description('Counts the events by type, with their first and last time and their size. Reads the whole log once.')
    .addOption(json())
    .action((options: CliOptions) =>
      run(async (terminal, signal) => (await import('./commands.ts')).logStatistics(terminal, signal), options),
    );
  log
    .command('tail')
    .summary('show the newest events')
    .description(
      'Shows the newest events, the oldest of them first. Sealed texts (messages, names) are shown as <sealed>. --open ' +
        'opens them with the keys of the vault.',
    )
    .addOption(new Option('-n, --lines <n>', 'how many events to show').argParser(wholeNumber).default(10))
    .option('-f, --follow', 'continue with new events')
    .option('--stream <name>', 'only this stream, such as guild-<id>')
    .option('--type <name>', 'only events of this name, such as message.sent')
    .option('--open', 'open sealed texts')
    .addOption(json())
    .addHelpText('after', examples('filament log tail --follow', 'filament log tail -n 100 --type guild.member-kicked'))
    .action(
      (options: CliOptions & { lines: number; follow?: boolean; stream?: string; type?: string; open?: boolean }) =>
        run(
          async (terminal, signal) =>
            (await import('./commands.ts')).logTail(
              terminal,
              { ...options, follow: options.follow === true, open: options.open === true },
              signal,
            ),
          options,
        ),
    );
  log
    .command('export')
    .summary('export the whole log as it is stored')
    .description(
      'Exports every event up to now, one JSON object a line, oldest first. `data` and `metadata` are strings with the ' +
        'exact stored bytes. Sealed texts stay sealed and cannot be opened without the vault.',
    )
    .argument('[file]', 'a new file (default: standard output)')
    .addOption(json())
    .addHelpText('after', examples('filament log export log.jsonl', 'filament log export | zstd > log.jsonl.zst'))
    .action((file: string | undefined, options: CliOptions) =>
      run(async (terminal, signal) => (await import('./commands.ts')).logExport(terminal, file, signal), options),
    );
  addLogCopy(log, run);
};

const addLogCopy = (log: Command, run: CommandRunner): void => {
  log
    .command('copy')
    .summary('copy the whole log into another store')
    .description(
      'Copies every event, in order, and compares each one byte for byte once it is stored. The target must be empty ' +
        'or hold the beginning of the source, which is compared too. So a copy that was cut short, or made beside a running ' +
        'server, continues when it is run again. Exit code 1 when the two differ; nothing is changed then. A log is ' +
        'named by its URL, by file:<path> of a file that holds the URL, or by a word: database (the log in the ' +
        'database of Filament itself) or configured (the log that FILAMENT_EVENT_STORE_URL names). See docs/SCALING.md.',
    )
    .requiredOption('--from <log>', 'the log to copy')
    .requiredOption('--to <log>', 'the log to copy to (on Postgres no server may run on it)')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'filament log copy --from database --to file:/run/secrets/esdb-url',
        'filament log copy --from configured --to database',
      ),
    )
    .action((options: CliOptions & { from: string; to: string }) =>
      run(
        async (terminal, signal) => (await import('./log-copy.ts')).copyLogBetween(terminal, options, signal),
        options,
      ),
    );
};

const addDoctor = (program: Command, run: CommandRunner): void => {
  program
    .command('doctor')
    .summary('check the server for problems')
    .description(
      'Checks the configuration, the machine, the database, the log, the read models and the vault, and says what to ' +
        'do about each problem. Changes nothing. Exit code 1 when a check failed. Warnings alone leave it 0.',
    )
    .option('--full', 'check every event of the log instead of samples')
    .addOption(json())
    .action((options: CliOptions & { full?: boolean }) =>
      run(
        async (terminal, signal) => (await import('./commands.ts')).doctor(terminal, options.full === true, signal),
        options,
      ),
    );
};

export const createProgram = (version: string, run: CommandRunner): Command => {
  const program = new Command('filament')
    .description(
      'Runs and maintains a Filament server. Commands work on the server whose data is in FILAMENT_HOME (./var), or in ' +
        'the database named by FILAMENT_DATABASE_URL. Most work both while the server runs and while it does not.',
    )
    .version(version)
    .addHelpText('after', `\n${EXIT_CODES_EXPLAINED}\n\nMore about a command: filament help <command>`)
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  addServe(program);
  for (const add of [addOwner, addPasswords, addImport, addProjections, addLog, addDoctor]) add(program, run);
  return program;
};
