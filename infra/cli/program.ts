/** The command line: what there is to say, and what each word of it starts. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES_EXPLAINED, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Each is loaded when it is asked for, so that `--help` waits for nothing. */
export type Run = (
  command: (terminal: Terminal, signal: AbortSignal) => Promise<ExitCode>,
  options: { readonly json?: boolean },
) => Promise<void>;

type Asked = { readonly json?: boolean };

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const examples = (...lines: ReadonlyArray<string>): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

const json = (): Option => new Option('--json', 'answer with JSON on standard output, for programs');

const addServe = (program: Command, run: Run): void => {
  program
    .command('serve')
    .summary('run the server')
    .description(
      'Runs the server until it is told to stop (Ctrl-C, SIGTERM), exactly as npm start does, but without building ' +
        'the web client first. Starts the embedded Postgres unless FILAMENT_DATABASE_URL names another.',
    )
    .action(() => run(async () => (await import('./serve.ts')).serveUntilStopped(), {}));
};

const addOwner = (program: Command, run: Run): void => {
  const owner = program.command('owner').summary('who owns this server').description('Who owns this server.');
  owner
    .command('create')
    .summary('make a new one-time link that makes the first owner')
    .description(
      'Makes a new one-time link. Whoever opens it first chooses a name and a password and owns the server. A link ' +
        'made before stops working. Refused (exit code 1) once the server is owned.',
    )
    .addOption(json())
    .action((options: Asked) =>
      run(async (terminal) => (await import('./commands.ts')).ownerCreate(terminal), options),
    );
};

const addImport = (program: Command, run: Run): void => {
  program
    .command('import')
    .summary('bring a conversation from elsewhere into a guild')
    .description(
      'Reads newline-delimited JSON, plain or gzipped: {"channel", "ts", "kind", "author", "text"} on each line. The ' +
        'guild, its channels and authors are made as needed. It is safe to run it again, also after a kill: what is ' +
        'there already is left alone. Works beside a running server and without one. The format and what becomes of ' +
        'it: docs/IMPORT.md.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .requiredOption('--guild <name>', 'the guild to import into')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'filament import irc.jsonl.gz --guild "Our history"',
        'zcat old/*.jsonl.gz | filament import - --guild "Our history" --json',
      ),
    )
    .action((file: string, options: Asked & { guild: string }) =>
      run(
        async (terminal, signal) =>
          (await import('./import-file.ts')).importFile(terminal, file, options.guild, signal),
        options,
      ),
    );
};

const addProjections = (program: Command, run: Run): void => {
  const projections = program
    .command('projections')
    .summary('the read models: list, rebuild, verify')
    .description(
      'Read models are made from the log and can be thrown away and made again, while people write and read.',
    );
  const models = (): Argument => new Argument('[name...]', 'names of read models');
  projections
    .command('list')
    .summary('every read model and how far it has come')
    .description('Every read model and how far it has come. Exit code 1 when one has parked events.')
    .addOption(json())
    .action((options: Asked) =>
      run(async (terminal) => (await import('./commands.ts')).projectionsList(terminal), options),
    );
  projections
    .command('rebuild')
    .summary('build read models anew, beside the ones that serve')
    .description(
      'Builds read models anew from the log, beside the ones that serve, and swaps them in when they have caught up. ' +
        'Nobody notices: no read fails or goes back in time, and a rebuild that fails changes nothing.',
    )
    .addArgument(models())
    .option('--all', 'all of them')
    .addOption(json())
    .addHelpText(
      'after',
      examples('filament projections rebuild message-timeline', 'filament projections rebuild --all'),
    )
    .action((names: ReadonlyArray<string>, options: Asked & { all?: boolean }) =>
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
      'Builds a copy of each read model from the log, brings it to the very position of the one that serves, and ' +
        'compares the two by hash. Exit code 1 when they differ. The copy is dropped; nothing is changed.',
    )
    .addArgument(models())
    .option('--all', 'all of them')
    .addOption(json())
    .action((names: ReadonlyArray<string>, options: Asked & { all?: boolean }) =>
      run(
        async (terminal, signal) =>
          (await import('./commands.ts')).projectionsVerify(terminal, { names, all: options.all === true }, signal),
        options,
      ),
    );
};

const addLog = (program: Command, run: Run): void => {
  const log = program
    .command('log')
    .summary('the event log: stats, tail, export, copy')
    .description(
      'The event log holds everything that ever happened here. These commands only read it; a copy is made elsewhere.',
    );
  log
    .command('stats')
    .summary('how much there is, of what')
    .description('How many events of which type, from when to when, and the room they take. Reads the whole log once.')
    .addOption(json())
    .action((options: Asked) =>
      run(async (terminal) => (await import('./commands.ts')).logStatistics(terminal), options),
    );
  log
    .command('tail')
    .summary('the newest events')
    .description(
      'The newest events, oldest of them first. Sealed texts (messages, names) are shown as <sealed>; --open opens ' +
        'them with the keys of the vault.',
    )
    .addOption(new Option('-n, --lines <n>', 'how many').argParser(wholeNumber).default(10))
    .option('-f, --follow', 'go on with what comes')
    .option('--stream <name>', 'only this stream, such as guild-<id>')
    .option('--type <name>', 'only events of this name, such as message.sent')
    .option('--open', 'open sealed texts')
    .addOption(json())
    .addHelpText('after', examples('filament log tail --follow', 'filament log tail -n 100 --type guild.member-kicked'))
    .action((options: Asked & { lines: number; follow?: boolean; stream?: string; type?: string; open?: boolean }) =>
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
    .summary('all of it, as it is stored')
    .description(
      'Every event up to now, one JSON object a line, oldest first. `data` and `metadata` are texts with the very ' +
        'bytes that are stored: what is sealed stays sealed, and without the vault nobody can open it.',
    )
    .argument('[file]', 'a new file; standard output when left out')
    .addOption(json())
    .addHelpText('after', examples('filament log export log.jsonl', 'filament log export | zstd > log.jsonl.zst'))
    .action((file: string | undefined, options: Asked) =>
      run(async (terminal, signal) => (await import('./commands.ts')).logExport(terminal, file, signal), options),
    );
  addLogCopy(log, run);
};

const addLogCopy = (log: Command, run: Run): void => {
  log
    .command('copy')
    .summary('all of it into another store')
    .description(
      'Copies every event, in order, and compares each byte for byte once it is stored. What the target holds already ' +
        'must be the beginning of the source and is compared too, so a copy that was cut short, or made beside a running ' +
        'server, goes on when it is run again. Exit code 1 when the two differ; nothing is changed to mend it. A log is ' +
        'named by its URL, by file:<path> of a file that holds the URL, or by a word: database (the one in the ' +
        'database of Filament itself), configured (the one that FILAMENT_EVENT_STORE_URL names). See docs/SCALING.md.',
    )
    .requiredOption('--from <log>', 'the log to copy')
    .requiredOption('--to <log>', 'where to; on Postgres no server may run on it')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'filament log copy --from database --to file:/run/secrets/esdb-url',
        'filament log copy --from configured --to database',
      ),
    )
    .action((options: Asked & { from: string; to: string }) =>
      run(
        async (terminal, signal) => (await import('./log-copy.ts')).copyLogBetween(terminal, options, signal),
        options,
      ),
    );
};

const addDoctor = (program: Command, run: Run): void => {
  program
    .command('doctor')
    .summary('look whether everything is as it should be')
    .description(
      'Looks at the configuration, the machine, the database, the log, the read models and the vault, and says what to ' +
        'do about what it finds. Changes nothing. Exit code 1 when something failed; warnings leave it 0.',
    )
    .option('--full', 'look at every event of the log, not at samples')
    .addOption(json())
    .action((options: Asked & { full?: boolean }) =>
      run(async (terminal) => (await import('./commands.ts')).doctor(terminal, options.full === true), options),
    );
};

export const createProgram = (version: string, run: Run): Command => {
  const program = new Command('filament')
    .description(
      'Runs and looks after a Filament server. Commands work on the server whose data is in FILAMENT_HOME (./var), or in ' +
        'the database named by FILAMENT_DATABASE_URL; most work while the server runs and while it does not.',
    )
    .version(version)
    .addHelpText('after', `\n${EXIT_CODES_EXPLAINED}\n\nMore about a command: filament help <command>`)
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  for (const add of [addServe, addOwner, addImport, addProjections, addLog, addDoctor]) add(program, run);
  return program;
};
