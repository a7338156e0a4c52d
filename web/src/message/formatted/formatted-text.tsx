/** Draws the tree of a formatted message as elements. Every text of it becomes a text node and nothing else. */

import { createMemo, For, Show } from 'solid-js';
import type {
  BlockToken,
  CellToken,
  HeadingToken,
  InlineToken,
  ListToken,
  TableToken,
  Tokens,
} from '#domain/markdown/tokens.ts';
import type { Mentions } from '#gateway/protocol/resources.ts';
import { CodeBlock } from '#web/message/formatted/code-block.tsx';
import { Inlines } from '#web/message/formatted/inlines.tsx';
import { LinkedMessage } from '#web/message/formatted/linked-message.tsx';
import { MentionedContext } from '#web/message/formatted/mentioned.ts';
import { parsed } from '#web/message/formatted/parsed.ts';
import { linkedIn } from '#web/message/formatted/places.ts';
import { ReachableContext } from '#web/message/formatted/reachable.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { words } from '#web/words/words.ts';

const Cell = (props: { readonly cell: CellToken; readonly head?: boolean }) => {
  const children = <Inlines tokens={props.cell.children} />;
  const align = props.cell.align ?? undefined;
  return props.head === true ? (
    <th scope="col" data-align={align}>
      {children}
    </th>
  ) : (
    <td data-align={align}>{children}</td>
  );
};

/** A table in a frame of its own that scrolls sideways. Tab reaches it at any time, because arrow keys scroll it. */
const Table = (props: { readonly table: TableToken }) => (
  <section class="message-table" aria-label={words.formatted.table} tabindex="0">
    <table>
      <thead>
        <tr>
          <For each={props.table.head}>{(cell) => <Cell cell={cell} head />}</For>
        </tr>
      </thead>
      <tbody>
        <For each={props.table.rows}>
          {(row) => (
            <tr>
              <For each={row}>{(cell) => <Cell cell={cell} />}</For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </section>
);

const List = (props: { readonly list: ListToken }) => {
  const items = (
    <For each={props.list.items}>
      {(blocks) => (
        <li>
          <Blocks blocks={blocks} />
        </li>
      )}
    </For>
  );
  return (
    <Show when={props.list.start !== null} fallback={<ul>{items}</ul>}>
      <ol start={props.list.start ?? 1}>{items}</ol>
    </Show>
  );
};

/** The headings of a message stand below those of the page. */
const Heading = (props: { readonly heading: HeadingToken }) => {
  const children = <Inlines tokens={props.heading.children} />;
  if (props.heading.level === 1) return <h3>{children}</h3>;
  return props.heading.level === 2 ? <h4>{children}</h4> : <h5>{children}</h5>;
};

const Block = (props: { readonly block: BlockToken }) => {
  const { block } = props;
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines tokens={block.children} />
        </p>
      );
    case 'heading':
      return <Heading heading={block} />;
    case 'code-block':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'list':
      return <List list={block} />;
    case 'table':
      return <Table table={block} />;
  }
};

const Blocks = (props: { readonly blocks: Tokens }) => (
  <For each={props.blocks}>{(block) => <Block block={block} />}</For>
);

/** A message of one paragraph needs no element of its own. The mark of an edit stands in its line then. */
const soleParagraph = ([first, ...others]: Tokens): ReadonlyArray<InlineToken> | undefined =>
  first?.kind === 'paragraph' && others.length === 0 ? first.children : undefined;

export const FormattedText = (props: {
  readonly text: string;
  readonly mentions: Mentions | undefined;
  readonly reachable: boolean;
}) => {
  const tokens = createMemo(() => parsed(props.text));
  const { client } = useSurroundings();
  const linked = createMemo(() => (client === null ? [] : linkedIn(tokens(), client.platform.origin)));
  return (
    <ReachableContext.Provider value={() => (props.reachable ? 0 : -1)}>
      <MentionedContext.Provider value={() => props.mentions}>
        <Show when={tokens()} keyed>
          {(blocks) => {
            const sole = soleParagraph(blocks);
            return sole === undefined ? <Blocks blocks={blocks} /> : <Inlines tokens={sole} />;
          }}
        </Show>
        <For each={linked()}>{(at) => <LinkedMessage at={at} />}</For>
      </MentionedContext.Provider>
    </ReachableContext.Provider>
  );
};
