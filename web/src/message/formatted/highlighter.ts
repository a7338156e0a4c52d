/** Colours code of common languages. It answers pieces of text and no HTML. It is loaded with the first block of code. */

import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

const LANGUAGES: { readonly [name: string]: LanguageFn } = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  markdown,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
const lowlight = createLowlight(LANGUAGES);

/** The looks that code has. Each has one colour of the theme. */
export const CODE_LOOKS = ['keyword', 'string', 'number', 'comment', 'name', 'type', 'added', 'removed'] as const;
export type CodeLook = (typeof CODE_LOOKS)[number];
/** A part of a code with one look, or with none. */
export type CodePiece = { readonly text: string; readonly look: CodeLook | null };

/** The look of each class that the highlighter gives. A class that is not here has no look. */
const LOOKS: { readonly [name: string]: CodeLook } = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  tag: 'keyword',
  section: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'number',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  doctag: 'comment',
  title: 'name',
  name: 'name',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  built_in: 'type',
  type: 'type',
  class: 'type',
  variable: 'type',
  'template-variable': 'type',
  addition: 'added',
  deletion: 'removed',
};
const PREFIX = /^hljs-/;

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

const lookOf = (classes: unknown): CodeLook | undefined =>
  (Array.isArray(classes) ? classes : []).map((name) => LOOKS[String(name).replace(PREFIX, '')]).find(Boolean);

const pieces = (nodes: ReadonlyArray<Node>, look: CodeLook | null): ReadonlyArray<CodePiece> =>
  nodes.flatMap((node) => {
    if (node.type === 'text') return [{ text: node.value, look }];
    if (node.type !== 'element') return [];
    return pieces(node.children, lookOf(node.properties['className']) ?? look);
  });

/** Answers a code in pieces, which together are the code. Undefined for an unknown language. */
export const highlighted = (language: string, text: string): ReadonlyArray<CodePiece> | undefined => {
  const name = language.toLowerCase();
  return lowlight.registered(name) ? pieces(lowlight.highlight(name, text).children, null) : undefined;
};
