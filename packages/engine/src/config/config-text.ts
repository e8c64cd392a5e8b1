/** The config file's text: JSON in which comments and a comma after the last entry are allowed. */

import { message } from '@thuadat/core/message/message';
import {
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { CONFIG_MESSAGES, type ConfigMessage } from './messages.ts';
import { type ConfigProblem, type Keys, pathOf, shown } from './problem.ts';

export type ParsedText = { readonly value: unknown; readonly problems: readonly ConfigProblem[] };

/**
 * The value of the text. Problems: the first place where it is no JSON (what follows one is guesswork), or every key that stands
 * twice, of which JSON's own reader would drop the first in silence.
 */
export function parseConfigText(text: string): ParsedText {
  const errors: ParseError[] = [];
  const plain = text.replace(/^\ufeff/, '');
  const problems: ConfigProblem[] = [];
  try {
    const tree = parseTree(plain, errors, { allowTrailingComma: true });
    const fault = errors[0];
    if (fault || !tree) return { value: undefined, problems: [syntaxProblem(plain, fault)] };
    return { value: readNode(plain, tree, [], problems), problems };
  } catch (cause) {
    // The parser calls itself a level at a time: brackets without end use up the stack.
    if (!(cause instanceof RangeError)) throw cause;
    return { value: undefined, problems: [tooDeep(plain)] };
  }
}

const tooDeep = (text: string): ConfigProblem => ({
  kind: 'syntax',
  path: '1:1',
  found: shown(text.slice(0, 40)),
  expected: message(CONFIG_MESSAGES, 'config.depth', {}),
  likely: null,
});

function readNode(text: string, node: Node, keys: Keys, problems: ConfigProblem[]): unknown {
  if (node.type === 'array')
    return (node.children ?? []).map((item, i) => readNode(text, item, [...keys, i], problems));
  if (node.type !== 'object') return node.value;
  const first = new Map<string, Node>();
  const entries = (node.children ?? []).map((property): [string, unknown] => {
    const [name, item] = property.children as [Node, Node];
    const key = name.value as string;
    const twin = first.get(key);
    if (twin) problems.push(twinProblem(text, [...keys, key], twin, name));
    first.set(key, name);
    return [key, readNode(text, item, [...keys, key], problems)];
  });
  // Defines each key as its own, `__proto__` too, so that no key can hide.
  return Object.fromEntries(entries);
}

function twinProblem(text: string, keys: Keys, ...names: readonly Node[]): ConfigProblem {
  const found = names.map(({ offset }) => placeOf(text, offset).line).join(', ');
  const expected = message(CONFIG_MESSAGES, 'config.once', {});
  return { kind: 'twin-key', path: pathOf(keys), found, expected, likely: null };
}

const EXPECTED: Partial<Record<ReturnType<typeof printParseErrorCode>, ConfigMessage>> = {
  PropertyNameExpected: message(CONFIG_MESSAGES, 'config.in-quotes', {}),
  InvalidSymbol: message(CONFIG_MESSAGES, 'config.in-quotes', {}),
  ValueExpected: message(CONFIG_MESSAGES, 'config.value', {}),
  ColonExpected: message(CONFIG_MESSAGES, 'config.colon', {}),
  CommaExpected: message(CONFIG_MESSAGES, 'config.comma', {}),
  CloseBraceExpected: message(CONFIG_MESSAGES, 'config.close', { sign: '}' }),
  CloseBracketExpected: message(CONFIG_MESSAGES, 'config.close', { sign: ']' }),
  EndOfFileExpected: message(CONFIG_MESSAGES, 'config.end', {}),
  UnexpectedEndOfString: message(CONFIG_MESSAGES, 'config.close', { sign: '"' }),
  UnexpectedEndOfComment: message(CONFIG_MESSAGES, 'config.close', { sign: '*/' }),
  InvalidEscapeCharacter: message(CONFIG_MESSAGES, 'config.escape', {}),
};

function syntaxProblem(text: string, fault: ParseError | undefined): ConfigProblem {
  const offset = fault?.offset ?? 0;
  const { line, column } = placeOf(text, offset);
  const name = fault ? printParseErrorCode(fault.error as ParseErrorCode) : 'ValueExpected';
  const rest = text.slice(offset, offset + 40).split('\n')[0]!;
  const expected = EXPECTED[name as keyof typeof EXPECTED] ?? message(CONFIG_MESSAGES, 'config.json', {});
  return { kind: 'syntax', path: `${line}:${column}`, found: shown(rest), expected, likely: null };
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
